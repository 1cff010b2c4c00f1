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
  const drawn = (direction: 'LR' | 'TB') => draw(dotOf(flow, drawable, direction, href));
  const [across, down] = [drawn('LR'), drawn('TB')];
  // What is too wide for the page would be too small to read on it.
  const wide = sizeOf(across).width <= WIDEST ? across : down;
  return raw(`${inline(wide, 'wide', words)}${inline(down, 'narrow', words)}`);
}

/** How wide a drawing may be in points. */
const WIDEST = 1060;

function sizeOf(svg: string): { readonly width: number; readonly height: number } {
  const [, width = '0', height = '0'] = /width="([\d.]+)pt" height="([\d.]+)pt"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
}

function dotOf(
  flow: readonly Arrow[],
  drawable: Drawable,
  direction: 'LR' | 'TB',
  href: (construct: string) => string | undefined,
): string {
  const named = nodes(flow);
  const key = (node: string) => `n${named.indexOf(node)}`;
  return `digraph {
    rankdir=${direction} bgcolor="transparent" nodesep=0.3 ranksep=${direction === 'LR' ? 0.42 : 0.32}
    node [shape=box style="rounded" margin="0.16,0.09" fontname="Helvetica" fontsize=14 height=0.4]
    edge [arrowsize=0.6 fontname="Helvetica" fontsize=12]
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
        // A space on both sides keeps a label off its arrow.
        const text = label ? ` [label="  ${label.replaceAll('"', '\\"')}  "]` : '';
        return `${key(from)} -> ${key(to)}${text}`;
      })
      .join('\n')}
  }`;
}

/** Pixels of the page for each point of a drawing, whose text then has the size of the page's notes. */
const SCALE = { wide: 1.14, narrow: 0.95 } as const;

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
        `<svg class="flow ${name}" ${size} viewBox="${box}" role="group"`,
        `aria-label="${words}">`,
      ].join(' '),
    )
    .replace(/ id="[^"]*"/g, '')
    .trim();
}

const plain = (node: string) => node.replace(/^\(|\)$/g, '');
