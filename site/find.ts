import MiniSearch from 'minisearch';
import type { Entry } from '../lib/study/site/search';
import { all, element, one } from './dom';

const singular = {
  facts: 'Fact',
  questions: 'Question',
  corrections: 'Correction',
  code: 'Code',
} as const;

/** How many results are shown. */
const MOST = 40;

interface Found extends Entry {
  readonly id: string;
}

const entries = new Map<string, Found>();
const index = new MiniSearch<Found>({
  fields: ['title', 'text', 'pattern'],
  // `WorkQueue.VisibilityTimeout` is found by the whole, and by its words.
  tokenize: (text) =>
    text
      .split(/[^\p{L}\p{N}:]+/u)
      .flatMap((word) => {
        const parts = word.split(/(?<=[a-z0-9])(?=[A-Z])|:+/);
        return parts.length > 1 ? [word, ...parts] : [word];
      })
      .filter(Boolean),
  searchOptions: {
    boost: { title: 2 },
    prefix: (term) => term.length > 2,
    fuzzy: (term) => (term.length > 5 ? 0.15 : false),
    combineWith: 'AND',
  },
});

const form = one<HTMLFormElement>('#search');
const query = one<HTMLInputElement>('#query');
const results = one('#results');
const count = one('#count');
const everything = one('#everything');
const loading = new Map<string, Promise<void>>();

form.hidden = false;
query.value = new URLSearchParams(location.search).get('q') ?? '';
query.focus();
form.addEventListener('input', search);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  search();
});
search();

async function search(): Promise<void> {
  const words = query.value.trim();
  const address = words ? `?q=${encodeURIComponent(words)}` : location.pathname;
  history.replaceState(null, '', address);
  everything.hidden = words !== '';
  if (words === '') {
    results.replaceChildren();
    count.textContent = '';
    return;
  }
  const wanted = all<HTMLInputElement>('[name=kind]:checked', form).map(({ value }) => value);
  try {
    await Promise.all(wanted.map((kind) => loading.get(kind) ?? load(kind)));
  } catch {
    count.textContent = 'The index could not be loaded. Try again.';
    return;
  }
  // Meanwhile, more may have been typed.
  if (words !== query.value.trim()) return;
  const found = index
    .search(words, { filter: ({ id }) => wanted.includes(entries.get(id)?.kind ?? '') })
    .flatMap(({ id, terms }) => {
      const entry = entries.get(id);
      return entry ? [{ entry, terms }] : [];
    });
  count.textContent =
    found.length === 0
      ? `Nothing found for ${words}.`
      : `${found.length} found${found.length > MOST ? `, the best ${MOST} shown` : ''}`;
  results.replaceChildren(...found.slice(0, MOST).map(({ entry, terms }) => item(entry, terms)));
}

function load(kind: string): Promise<void> {
  const done = fetch(`data/search/${kind}.json`)
    .then((response) => {
      if (!response.ok) throw new Error(`expected ${kind}, got status ${response.status}`);
      return response.json() as Promise<Entry[]>;
    })
    .then((list) => {
      const fresh = list.map((entry, position) => ({ ...entry, id: `${kind}-${position}` }));
      for (const entry of fresh) entries.set(entry.id, entry);
      index.addAll(fresh);
    })
    .catch((error) => {
      loading.delete(kind);
      throw error;
    });
  loading.set(kind, done);
  return done;
}

function item({ kind, title, text, pattern, href }: Entry, terms: readonly string[]): HTMLElement {
  const about = element('p', { class: 'kind' }, `${singular[kind]} · ${pattern}`);
  const link = element('a', { href }, ...marked(title, terms));
  return kind === 'code'
    ? element(
        'li',
        {},
        link,
        about,
        element(
          'pre',
          { tabindex: '0' },
          element('code', {}, ...marked(linesWith(text, terms), terms)),
        ),
      )
    : element('li', {}, link, about, element('p', {}, ...marked(excerpt(text, terms), terms)));
}

/** The text with the words that were found in marks. */
function marked(text: string, terms: readonly string[]): (Node | string)[] {
  if (terms.length === 0) return [text];
  const pattern = new RegExp(
    `(${terms.map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`,
    'gi',
  );
  return text
    .split(pattern)
    .map((part, position) => (position % 2 === 1 ? element('mark', {}, part) : part));
}

/** Where the first of the words stands in a long text. */
function excerpt(text: string, terms: readonly string[]): string {
  const most = 320;
  if (text.length <= most) return text;
  const at = Math.max(
    0,
    Math.min(
      ...terms.map((term) => text.toLowerCase().indexOf(term)).filter((place) => place >= 0),
    ),
  );
  const start = at > most / 2 ? text.lastIndexOf(' ', at - 80) + 1 : 0;
  const end = text.lastIndexOf(' ', start + most);
  return `${start > 0 ? '… ' : ''}${text.slice(start, end)} …`;
}

/** The lines of a program that have one of the words, at most six of them. */
function linesWith(text: string, terms: readonly string[]): string {
  const lines = text
    .split('\n')
    .filter((line) => terms.some((term) => line.toLowerCase().includes(term)));
  const indentation = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  return lines
    .slice(0, 6)
    .map((line) => line.slice(indentation))
    .join('\n');
}
