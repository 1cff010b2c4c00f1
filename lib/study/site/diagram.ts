import type { Arrow } from '../../model/exam';
import { type Drawable, isOutside, kind, nodes } from '../docs/flow';
import { type Html, raw } from './html';

/** Draws Graphviz's language as SVG. */
export type Draw = (dot: string) => string;

export async function createDraw(): Promise<Draw> {
  const { instance } = await import('@viz-js/viz');
  const viz = await instance();
  return (dot) => viz.renderString(dot, { format: 'svg' });
}

/**
 * The diagram of a pattern from left to right, and once more from top to bottom for narrow screens; the style
 * sheet shows one of them. What it says is in its name as well, for people who cannot see it.
 * @param href where a construct is on the page
 */
export function diagram(
  flow: readonly Arrow[],
  drawable: Drawable,
  draw: Draw,
  href: (construct: string) => string | undefined,
): Html {
  const words = flow
    .map(({ from, to, label }) => `${plain(from)} to ${plain(to)}${label ? `: ${label}` : ''}`)
    .join('; ');
  const drawn = (form: Form) => draw(dotOf(flow, drawable, form, href));
  const across = drawn(forms.across);
  // What is too wide for the page would be too small to read on it.
  const wide = sizeOf(across).width <= WIDEST ? across : drawn(forms.down);
  const narrow = drawn(forms.narrow);
  return raw(`${inline(wide, 'wide', words)}${inline(narrow, 'narrow', words)}`);
}

interface Form {
  readonly direction: 'LR' | 'TB';
  readonly settings: string;
  readonly node: string;
  readonly edge: string;
  /** Keeps a label off its arrow. */
  readonly space: string;
}

const roomy = {
  node: 'margin="0.16,0.09" fontsize=14 height=0.4',
  edge: 'fontsize=12',
  space: '  ',
};

const forms = {
  across: { ...roomy, direction: 'LR', settings: 'nodesep=0.3 ranksep=0.42' },
  down: { ...roomy, direction: 'TB', settings: 'nodesep=0.3 ranksep=0.32' },
  // Narrow enough for a phone, so that few drawings have to be scrolled.
  narrow: {
    direction: 'TB',
    settings: 'nodesep=0.1 ranksep=0.3',
    node: 'margin="0.07,0.06" fontsize=12 height=0.3',
    edge: 'fontsize=10.5',
    space: ' ',
  },
} as const satisfies Record<string, Form>;

/** How wide a drawing may be in points. */
const WIDEST = 1060;

function sizeOf(svg: string): { readonly width: number; readonly height: number } {
  const [, width = '0', height = '0'] = /width="([\d.]+)pt" height="([\d.]+)pt"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
}

function dotOf(
  flow: readonly Arrow[],
  drawable: Drawable,
  { direction, settings, node: nodeSettings, edge, space }: Form,
  href: (construct: string) => string | undefined,
): string {
  const named = nodes(flow);
  const key = (node: string) => `n${named.indexOf(node)}`;
  return `digraph {
    rankdir=${direction} bgcolor="transparent" ${settings}
    node [shape=box style="rounded" fontname="Helvetica" ${nodeSettings}]
    edge [arrowsize=0.6 fontname="Helvetica" ${edge}]
    ${named
      .map((node) => {
        if (isOutside(node)) return `${key(node)} [label="${plain(node)}" class="outside"]`;
        const target = href(node);
        const link = target ? ` href="${target}" target="_self"` : '';
        return `${key(node)} [label="${node}\\n${kind(node, drawable)}"${link}]`;
      })
      .join('\n')}
    ${flow
      .map(({ from, to, label }) => {
        const text = label ? ` [label="${space}${label.replaceAll('"', '\\"')}${space}"]` : '';
        return `${key(from)} -> ${key(to)}${text}`;
      })
      .join('\n')}
  }`;
}

/** Pixels of the page for each point of a drawing, whose text then has the size of the page's notes. */
const SCALE = { wide: 1.14, narrow: 1 } as const;

/** From how many pixels on a drawing for a phone is scrolled rather than made smaller. */
const SCROLLED = 465;

/** An SVG as part of a page: without prolog, comments, tooltips and colors of its own, which the style sheet has. */
function inline(svg: string, name: keyof typeof SCALE, words: string): string {
  const { width, height } = sizeOf(svg);
  const scale = SCALE[name];
  const size = `width="${Math.round(width * scale)}" height="${Math.round(height * scale)}"`;
  return svg
    .replace(/^[\s\S]*?(?=<svg)/, '')
    .replace(/<!--[\s\S]*?-->\n?/g, '')
    .replace(/<title>[\s\S]*?<\/title>\n?/g, '')
    .replace(/ (fill|stroke|font-family|font-weight|xlink:title|target)="[^"]*"/g, (all, key) =>
      key === 'font-weight' ? all : '',
    )
    .replaceAll('xlink:href', 'href')
    .replace(/<svg [^>]*?viewBox="([^"]*)"[^>]*>/, (_, box) =>
      [
        `<svg class="flow ${name}${name === 'narrow' && width > SCROLLED ? ' scrolled' : ''}" ${size} viewBox="${box}" role="group"`,
        `aria-label="${words}">`,
      ].join(' '),
    )
    .replace(/ id="[^"]*"/g, '')
    .trim();
}

const plain = (node: string) => node.replace(/^\(|\)$/g, '');
