import { seeded, shuffled } from '../../../run/random';
import type { Question } from '../../bank';
import { letterOf } from '../../bank';
import { type Html, html, type Part, prose } from '../html';

/**
 * A question that is answered by choosing. Each option opens and says whether it is right and why, also without
 * JavaScript; with it, the choice is remembered.
 * @param more what to add below the explanation of the right answer
 */
export function questionBlock(question: Question, more: Part = false): Html {
  const { key, right, wrong, because } = question;
  const options = shuffled(
    [
      ...right.map((answer) => ({ answer, isRight: true, because })),
      ...wrong.map(({ answer, because: why = '' }) => ({ answer, isRight: false, because: why })),
    ],
    // The same order in every build.
    seeded(Number.parseInt(key.slice(-8), 16)),
  );
  return html`<ol class="options" data-key="${key}" data-right="${right.length}">
${options.map(
  ({ answer, isRight, because: why }, index) => html`<li><details${isRight && html` data-right`}>
<summary><span class="letter">${letterOf(index)}</span><span>${prose(answer)}</span></summary>
<p class="verdict ${isRight ? 'right' : 'wrong'}"><strong>${isRight ? 'Right.' : 'Wrong.'}</strong> ${prose(why)}</p>${isRight && more}
</details></li>\n`,
)}</ol>
<p class="told" role="status"></p>`;
}
