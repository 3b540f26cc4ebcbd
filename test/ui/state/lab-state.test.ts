import { describe, expect, it, vi } from 'vitest';
import type { Scene } from '../../../src/ui/lesson/compiled.ts';
import type { Engine } from '../../../src/ui/state/engine.ts';
import { LabState, labKey } from '../../../src/ui/state/lab-state.svelte.ts';
import type { Topology } from '../../../src/lab/topology/topology.ts';
import { createLab, replay } from '../support/lab-double.ts';
import { storeDouble } from '../support/store-double.ts';

const topology: Topology = {
  title: 't',
  segments: ['lan'],
  hosts: ['client', 'svr1'].map((name) => ({ name, role: 'client', interfaces: [] })),
};
const scene: Scene = { key: 'a/bare', topology, start: [], fingerprint: 'f' };
const engine = { createLab, replay } as unknown as Engine;

function make(doubles = storeDouble()) {
  const lab = new LabState(doubles.store, () => Promise.resolve(engine));
  return { lab, ...doubles };
}

/** A frame of the page. */
const frame = (lab: LabState) => lab.step(16);

describe('the lab on the page', () => {
  it('goes on with real time while it runs', async () => {
    const { lab } = make();
    await lab.open(scene);
    lab.step(10);
    expect(lab.live?.nowUs).toBe(10_000);
    lab.rate = 0;
    lab.step(10);
    expect(lab.live?.nowUs).toBe(10_000);
  });

  it('tells when a command has ended', async () => {
    const { lab } = make();
    await lab.open(scene);
    const ended = vi.fn();
    lab.onCommandEnded(ended);
    lab.type('svr1', 'sysctl -p\r');
    expect(ended).toHaveBeenCalledOnce();
  });

  it('types waiting commands one after another', async () => {
    const { lab } = make();
    await lab.open(scene);
    lab.run('svr1', 'one', 'two');
    expect(lab.live?.terminal('svr1').output).not.toContain('two');
    for (let i = 0; i < 3; i++) frame(lab);
    expect(lab.live?.terminal('svr1').output).toMatch(/one[^]*two/);
  });

  it('throws a half-typed line away before it runs a command', async () => {
    const { lab } = make();
    await lab.open(scene);
    lab.type('svr1', 'half');
    lab.run('svr1', 'whole');
    for (let i = 0; i < 3; i++) frame(lab);
    expect(lab.live?.terminal('svr1').output).toMatch(/half\^C[^]*# whole\r\n/);
  });

  it('waits for a program that runs before it types a command, and never interrupts it', async () => {
    const { lab } = make();
    await lab.open(scene);
    lab.type('svr1', 'sleep 1\r');
    lab.run('svr1', 'next');
    for (let i = 0; i < 30; i++) frame(lab);
    expect(lab.live?.terminal('svr1').output).not.toMatch(/\^C|next/);
    for (let i = 0; i < 60; i++) frame(lab);
    expect(lab.live?.terminal('svr1').output).toMatch(/sleep 1\r\n[^^]*# next\r\n/);
  });

  it('says which program runs once it has run for a moment, until its prompt', async () => {
    const { lab } = make();
    await lab.open(scene);
    lab.type('svr1', 'sleep 1\r');
    frame(lab);
    expect(lab.running.shown.get('svr1')).toBeUndefined();
    for (let i = 0; i < 30; i++) frame(lab);
    expect(lab.running.shown.get('svr1')).toBe('sleep 1');
    for (let i = 0; i < 60; i++) frame(lab);
    expect(lab.running.shown.get('svr1')).toBeUndefined();
  });

  it('lets time pass faster until the prompt', async () => {
    const { lab } = make();
    await lab.open(scene);
    lab.type('svr1', 'sleep 30\r');
    lab.hurry('svr1', 100);
    for (let i = 0; i < 15; i++) frame(lab);
    expect([lab.live!.nowUs > 20e6, lab.rate]).toEqual([true, 100]);
    for (let i = 0; i < 10; i++) frame(lab);
    expect([lab.running.has('svr1'), lab.rate]).toEqual([false, 1]);
  });

  it('jumps to the next prompt in a frame, at the very time of the prompt', async () => {
    const { lab } = make();
    await lab.open(scene);
    lab.type('svr1', 'sleep 127\r');
    const endsUs = lab.live!.nextDueUs();
    lab.jump('svr1');
    frame(lab);
    expect([lab.live!.nowUs, lab.jumping]).toEqual([endsUs, undefined]);
  });

  it('stops jumping when a key is typed', async () => {
    const { lab } = make();
    await lab.open(scene);
    lab.type('svr1', 'sleep 127\r');
    lab.jump('svr1');
    lab.type('svr1', '\x03');
    expect([lab.jumping, lab.running.has('svr1')]).toEqual([undefined, false]);
  });

  it('comes back after a reload as it was left', async () => {
    const { lab, store } = make();
    await lab.open(scene);
    lab.type('svr1', 'sysctl -p\r');
    frame(lab);
    await lab.save();
    const again = make({ ...storeDouble(), store });
    await again.lab.open(scene);
    expect(again.lab.live?.terminal('svr1').output).toContain('sysctl -p');
    expect(again.lab.live?.nowUs).toBe(lab.live?.nowUs);
  });

  it('that nothing was typed into is not kept', async () => {
    const { lab, local } = make();
    await lab.open(scene);
    await lab.save();
    expect(local.length).toBe(0);
  });

  it('is reset, and the reset undone', async () => {
    const { lab } = make();
    await lab.open(scene);
    lab.type('svr1', 'sysctl -p\r');
    await lab.reset();
    expect(lab.live?.terminal('svr1').output).not.toContain('sysctl');
    expect(lab.canUndoReset).toBe(true);
    await lab.undoReset();
    expect(lab.live?.terminal('svr1').output).toContain('sysctl');
  });

  it('leaves saved data that it cannot read untouched', async () => {
    const { lab, store } = make();
    store.write(labKey(scene), '{"version":99}');
    await lab.open(scene);
    expect(lab.savedTrouble).toBe('newer');
    lab.type('svr1', 'x\r');
    await lab.save();
    expect(store.read(labKey(scene))).toBe('{"version":99}');
    await lab.forgetSaved();
    await lab.save();
    expect(store.read(labKey(scene))).toContain('"log"');
  });

  it('says why it could not start, and can be tried again', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    let works = false;
    const lab = new LabState(storeDouble().store, () =>
      works ? Promise.resolve(engine) : Promise.reject(new Error('no network')),
    );
    await lab.open(scene);
    expect([lab.phase, lab.problem]).toEqual(['failed', 'no network']);
    works = true;
    await lab.retry();
    expect(lab.phase).toBe('ready');
  });
});
