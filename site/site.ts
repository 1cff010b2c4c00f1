// What every page does. The pages can be read without it.
import { answered } from '../lib/study/bank';
import { all, element, one } from './dom';
import { filterMap } from './exam-map';
import { predictions } from './predict';
import { remember, remembered, today } from './store';

themeButton();
openTargets();
options();
predictions();
litNotes();
switchAll();
copyButtons();
for (const drawing of all('.drawing')) {
  // What does not fit is seen from its middle.
  drawing.scrollLeft = (drawing.scrollWidth - drawing.clientWidth) / 2;
}
currentSection();
known();
filterMap();
addEventListener('beforeprint', () => {
  for (const details of all<HTMLDetailsElement>('details')) details.open = true;
});
document.addEventListener('keydown', (event) => {
  const { target, key, ctrlKey, metaKey, altKey } = event;
  if (key !== '/' || ctrlKey || metaKey || altKey) return;
  if (target instanceof HTMLElement && target.matches('input, textarea, select')) return;
  event.preventDefault();
  const search = document.querySelector<HTMLInputElement>('#query');
  if (search) search.focus();
  else location.href = `${document.body.dataset.root}find.html`;
});

function themeButton(): void {
  const button = one<HTMLButtonElement>('.theme');
  const root = document.documentElement;
  const isDark = () =>
    (root.dataset.theme ??
      (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const label = () => {
    button.textContent = isDark() ? 'Light' : 'Dark';
    button.setAttribute('aria-label', `${isDark() ? 'Light' : 'Dark'} colors`);
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    try {
      localStorage.setItem('theme', root.dataset.theme);
    } catch {
      // It lasts as long as the page.
    }
    label();
  });
  label();
}

/** A link may lead to something inside a closed element. */
function openTargets(): void {
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let around: Element | null = target; around; around = around.parentElement) {
      if (around instanceof HTMLDetailsElement) around.open = true;
    }
    target.scrollIntoView();
  };
  addEventListener('hashchange', open);
  if (location.hash) open();
}

/** Remembers how a question was answered: by the first choices, as many as there are right answers. */
function options(): void {
  for (const list of all('.options')) {
    const { key = '', right } = list.dataset;
    const told = list.nextElementSibling as HTMLElement;
    const before = remembered().progress[key];
    if (before)
      told.textContent =
        before.box > 1
          ? `You knew this. It comes back on ${before.due}.`
          : 'You got this wrong the last time.';
    const chosen = new Set<HTMLDetailsElement>();
    for (const details of all<HTMLDetailsElement>('details', list)) {
      details.addEventListener('toggle', () => {
        if (!details.open || chosen.size >= Number(right) || chosen.has(details)) return;
        chosen.add(details);
        if (chosen.size < Number(right)) {
          told.textContent = `Choose ${Number(right) - chosen.size} more.`;
          return;
        }
        const isRight = [...chosen].every((one) => one.dataset.right !== undefined);
        const progress = answered(remembered().progress, key, isRight, today());
        remember({ progress });
        told.classList.toggle('right', isRight);
        told.replaceChildren(
          element('strong', {}, isRight ? 'Right.' : 'Wrong.'),
          isRight
            ? ` This question comes back on ${progress[key]?.due}.`
            : ' Open the other answers to see which one is right.',
        );
      });
    }
  }
}

/** A line and the notes that are about it light up together. */
function litNotes(): void {
  for (const part of all('.part')) {
    for (const line of all('[data-marks]', part)) {
      const marks = line.dataset.marks?.split(' ') ?? [];
      const notes = all('[data-mark]', part).filter(({ dataset }) =>
        marks.includes(dataset.mark ?? ''),
      );
      const light = (lit: boolean, group: readonly HTMLElement[]) => {
        for (const each of group) each.classList.toggle('lit', lit);
      };
      for (const from of [line, ...notes]) {
        const group = from === line ? [line, ...notes] : [line, from];
        from.addEventListener('pointerenter', () => light(true, group));
        from.addEventListener('pointerleave', () => light(false, group));
      }
    }
  }
}

function switchAll(): void {
  for (const place of all('.switch-all')) {
    const button = one('button', place);
    place.hidden = false;
    button.addEventListener('click', () => {
      const asTemplate = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(asTemplate));
      for (const choice of all<HTMLInputElement>('.switch input'))
        choice.checked = choice.matches('.to-cfn') === asTemplate;
    });
  }
}

function copyButtons(): void {
  if (!navigator.clipboard) return;
  for (const button of all('.copy')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(
        button.parentElement?.querySelector('code')?.textContent ?? '',
      );
      button.textContent = 'Copied';
      setTimeout(() => {
        button.textContent = 'Copy';
      }, 2000);
    });
  }
}

/** Marks the section that is read, in the contents that stay in sight. */
function currentSection(): void {
  const links = all<HTMLAnchorElement>('.contents a');
  if (links.length === 0) return;
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        for (const link of links) {
          if (link.hash === `#${target.id}`) link.setAttribute('aria-current', 'true');
          else link.removeAttribute('aria-current');
        }
      }
    },
    { rootMargin: '-20% 0px -75% 0px' },
  );
  for (const section of all('.pattern > section')) watcher.observe(section);
}

/** How many of its questions a learner knows, beside each pattern. */
function known(): void {
  const show = () => {
    const { progress } = remembered();
    for (const item of all('[data-questions]')) {
      const keys = item.dataset.questions?.split(' ') ?? [];
      const count = keys.filter((key) => (progress[key]?.box ?? 1) > 1).length;
      one('.done', item).textContent = count > 0 ? `${count} of ${keys.length} known` : '';
    }
  };
  addEventListener('remembered', show);
  show();
}
