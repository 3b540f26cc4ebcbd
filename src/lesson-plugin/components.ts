// The live components that a lesson may name in a `::: name {props}` block, with the props each takes. Adding one: a row
// here and a branch in ui/lesson/Blocks.svelte.

export type PropKind = 'text' | 'number' | 'host';

export interface ComponentShape {
  readonly props: { readonly [name: string]: PropKind };
  readonly optional?: readonly string[];
  /** Whether Markdown may stand between its fences. */
  readonly body: boolean;
}

export const COMPONENTS: { readonly [name: string]: ComponentShape } = {
  /** Where the classroom deck is wrong: `number` is the erratum's. */
  errata: { props: { number: 'number' }, body: true },
  /** A question to think about; an `answer` inside of it stays folded until asked for. */
  question: { props: {}, body: true },
  answer: { props: {}, body: true },
  /** A remark beside the main thread. */
  note: { props: {}, body: true },
  /** The thing to do on this slide: a button that runs `command` on `host`; its body is the label. */
  try: { props: { host: 'host', command: 'text' }, body: true },
  /** The objectives of the exercise that this slide is. */
  objectives: { props: {}, body: false },
};

/** `host=client command="curl -s http://10.10.10.1/"` → its props as written, or what is wrong. */
export function parseProps(text: string): Map<string, string> | string {
  const props = new Map<string, string>();
  let rest = text.trim();
  while (rest) {
    const part = /^([a-z][\w-]*)=(?:"([^"]*)"|([^\s"]+))\s*/.exec(rest);
    if (!part) return rest;
    props.set(part[1]!, part[2] ?? part[3]!);
    rest = rest.slice(part[0].length);
  }
  return props;
}
