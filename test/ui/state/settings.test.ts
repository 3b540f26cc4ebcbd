import { describe, expect, it } from 'vitest';
import { DEFAULTS, readRemembered, Settings, SHARE_MAX } from '../../../src/ui/state/settings.svelte.ts';
import { storeDouble } from '../support/store-double.ts';

describe('remembered settings', () => {
  it('are the defaults when there are none', () => expect(readRemembered(undefined)).toEqual(DEFAULTS));
  it('are the defaults when they are broken', () => expect(readRemembered('{"theme":')).toEqual(DEFAULTS));
  it('take what fits and leave the rest', () => {
    const taken = readRemembered('{"theme":"dark","language":"fr","shares":{"study":{"lesson":9}},"folded":7}');
    expect(taken.theme).toBe('dark');
    expect(taken.language).toBe('zh');
    expect(taken.shares.study.lesson).toBe(SHARE_MAX);
    expect(taken.folded).toEqual(DEFAULTS.folded);
  });
});

describe('panes', () => {
  it('come back as they were left', () => {
    const { store } = storeDouble();
    const settings = new Settings(store);
    settings.setShare('lesson', 0.5);
    settings.fold('stage');
    const again = new Settings(store);
    expect(again.shares.study.lesson).toBe(0.5);
    expect(again.folded.stage).toBe(true);
  });

  it('never all fold away', () => {
    const { store } = storeDouble();
    const settings = new Settings(store);
    settings.fold('lesson');
    settings.fold('stage');
    settings.fold('terminals');
    expect(settings.folded.terminals).toBe(false);
  });
});

it('a theme button goes round system, light, dark', () => {
  const settings = new Settings(storeDouble().store);
  const seen = [0, 1, 2, 3].map(() => {
    settings.cycleTheme();
    return settings.themeChoice;
  });
  expect(seen).toEqual(['light', 'dark', 'system', 'light']);
});
