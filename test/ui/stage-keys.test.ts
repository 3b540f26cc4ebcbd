// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { actionFor } from '../../src/ui/stage/keys.ts';

function pressed(key: string, inside: string, how: KeyboardEventInit = {}): boolean {
  document.body.innerHTML = inside;
  const target = document.body.firstElementChild ?? document.body;
  let found = false;
  const listen = (event: KeyboardEvent) => (found = actionFor(event) !== undefined);
  window.addEventListener('keydown', listen, { once: true });
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...how }));
  return found;
}

describe("the stage's keys", () => {
  it.each([' ', 'ArrowRight', 'ArrowLeft', 'Home', 'End', '+', '-', '/', '[', ']', 'f', 'F', 'Enter'])(
    'act on %s',
    (key) => {
      expect(pressed(key, '<p></p>')).toBe(true);
    },
  );

  it.each(['<div class="xterm"></div>', '<input>', '<textarea></textarea>', '<select></select>'])(
    'are the field’s own in %s',
    (inside) => {
      expect(pressed(' ', inside)).toBe(false);
      expect(pressed('f', inside)).toBe(false);
    },
  );

  it('leave Space and Enter to a focused button', () => {
    expect(pressed(' ', '<button></button>')).toBe(false);
    expect(pressed('+', '<button></button>')).toBe(true);
  });

  it("leave the browser's own shortcuts alone", () => {
    expect(pressed('f', '<p></p>', { ctrlKey: true })).toBe(false);
    expect(pressed('ArrowLeft', '<p></p>', { altKey: true })).toBe(false);
  });
});
