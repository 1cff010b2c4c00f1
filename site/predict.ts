import { all, element, one } from './dom';
import { remember, remembered } from './store';

const outcomes = {
  update: 'Updated in place',
  replace: 'Replaced',
  refused: 'Refused at synth',
  fails: 'Refused by AWS at deployment',
} as const;

/** Asks for a prediction before an experiment shows its outcome. */
export function predictions(): void {
  const trials = all<HTMLDetailsElement>('.trial');
  for (const trial of trials) {
    const { key = '', outcome } = trial.dataset;
    const result = one('.result', trial);
    const show = (verdict: string | undefined) => {
      trial.classList.toggle('was-right', verdict === 'right');
      trial.classList.toggle('was-wrong', verdict === 'wrong');
    };
    show(remembered().predictions[key]);
    result.hidden = true;
    const told = element('p', { class: 'told-outcome', role: 'status' });
    const buttons = Object.entries(outcomes).map(([name, words]) => {
      const button = element('button', { type: 'button' }, words);
      button.addEventListener('click', () => {
        const verdict = name === outcome ? 'right' : 'wrong';
        remember({ predictions: { ...remembered().predictions, [key]: verdict } });
        show(verdict);
        told.textContent =
          verdict === 'right'
            ? 'Your prediction was right.'
            : `You expected: ${words.toLowerCase().replace('aws', 'AWS')}.`;
        guess.replaceWith(told);
        result.hidden = false;
        tally();
      });
      return button;
    });
    const guess = element(
      'div',
      { class: 'guess' },
      element('p', {}, 'What happens when you deploy this?'),
      ...buttons,
    );
    result.before(guess);
  }

  function tally(): void {
    const place = document.querySelector('.tally');
    if (!place) return;
    const { predictions } = remembered();
    const own = trials.map(({ dataset }) => predictions[dataset.key ?? '']);
    const made = own.filter(Boolean).length;
    const right = own.filter((verdict) => verdict === 'right').length;
    place.textContent =
      made > 0 ? `You have predicted ${made} of ${trials.length}, and ${right} of them right.` : '';
  }
  tally();
}
