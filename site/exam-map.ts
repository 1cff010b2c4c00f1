import { all, one } from './dom';

/** Filters the exam map by exam, by words, and by whether there is a pattern. */
export function filterMap(): void {
  const form = document.querySelector<HTMLFormElement>('#filter');
  if (!form) return;
  form.hidden = false;
  const apply = () => {
    const data = new FormData(form);
    const exam = String(data.get('exam'));
    const words = String(data.get('words')).toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const section of all('.exam')) {
      for (const domain of all('.domain', section)) {
        for (const task of all('.statements > li', domain)) {
          const text =
            `${domain.querySelector('h3')?.textContent} ${task.textContent}`.toLowerCase();
          task.hidden =
            (exam !== '' && section.dataset.exam !== exam) ||
            (data.has('served') && task.dataset.served === undefined) ||
            !words.every((word) => text.includes(word));
          if (!task.hidden) shown += 1;
        }
        domain.hidden = all('.statements > li', domain).every((task) => task.hidden);
      }
      section.hidden = all('.domain', section).every((domain) => domain.hidden);
    }
    one('#shown').textContent = `${shown} task statements`;
  };
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  apply();
}
