import { type Html, html } from '../html';

/** A page before it is written: everything around its content is the same on all of them. */
export interface Page {
  /** Its path below the site, such as `messaging/sqs-dead-letter-queue.html`. */
  readonly path: string;
  readonly title: string;
  readonly description: string;
  readonly content: Html;
  /** Scripts that only this page has, beside that of all pages. */
  readonly scripts?: readonly string[];
  /** Which entry of the navigation it belongs to. */
  readonly section?: string;
}

const name = 'AWS exam patterns';

const sections = [
  { path: 'index.html', title: 'Patterns' },
  { path: 'practice.html', title: 'Practice' },
  { path: 'find.html', title: 'Find' },
  { path: 'exam-map.html', title: 'Exam map' },
  { path: 'corrections.html', title: 'Corrections' },
] as const;

/**
 * Nothing is loaded from another host, and nothing runs that is written into a page. (GitHub Pages sends no headers
 * of ours, so the policy is in the page.)
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

/** The way from a page to the root of the site, because the site may be in a folder of its host. */
export const rootOf = (path: string) => '../'.repeat(path.split('/').length - 1);

/** A page as a file. */
export function write({ path, title, description, content, scripts = [], section }: Page): string {
  const root = rootOf(path);
  const { text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title === name ? name : `${title} · ${name}`}</title>
<meta name="description" content="${description}">
<link rel="icon" href="${root}icon.svg" type="image/svg+xml">
<link rel="preload" href="${root}fonts/sans.woff2" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="${root}style.css">
<script src="${root}theme.js"></script>
${['site.js', ...scripts].map((script) => html`<script type="module" src="${root}${script}"></script>\n`)}</head>
<body data-root="${root}">
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
<a class="brand" href="${root}index.html">${name}</a>
<nav aria-label="Site">
${sections.map(
  (one) =>
    html`<a href="${root}${one.path}"${one.title === section && html` aria-current="page"`}>${one.title}</a>\n`,
)}</nav>
<button class="theme" type="button" hidden></button>
</header>
<main id="content">
${content}
</main>
<footer class="bottom">
<p>Generated from the stacks and exam lists of ${name}. It keeps your progress in this browser, and sends nothing to anybody. AWS is a trademark of Amazon.com; this project is not affiliated with it.</p>
</footer>
</body>
</html>
`;
  return text;
}
