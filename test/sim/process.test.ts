import { expect, test } from 'vitest';
import { external, sleepUntil, TURN, WaitQueue, waitFor, type Program } from '../../src/sim/process.ts';
import { Sim } from '../../src/sim/sim.ts';

const world = () => new Sim({ seed: 1 });

test('sleepUntil resumes a program at its time and not before', () => {
  const sim = world();
  const seen: number[] = [];
  function* sleeper(): Program {
    yield* sleepUntil(5);
    seen.push(sim.nowUs);
  }
  sim.start(sleeper());
  sim.advance(4);
  expect(seen).toEqual([]);
  sim.advance(10);
  expect(seen).toEqual([5]);
});

test('waitFor ends at its deadline when nobody wakes the queue', () => {
  const sim = world();
  const queue = new WaitQueue();
  function* waiter(): Program<number> {
    yield* waitFor(queue, 7);
    return sim.nowUs;
  }
  const process = sim.start(waiter());
  sim.advance(100);
  expect(process.ended).toEqual({ value: 7 });
});

test('wake resumes waiting programs in the order in which they came', () => {
  const sim = world();
  const queue = new WaitQueue();
  const order: string[] = [];
  function* waiter(name: string): Program {
    yield* waitFor(queue);
    order.push(name);
  }
  sim.start(waiter('first'));
  sim.start(waiter('second'));
  sim.advance(0);
  queue.wake();
  sim.advance(0);
  expect(order).toEqual(['first', 'second']);
});

test('an endless loop that yields its turn ends with the budget, and interrupt reaches it', () => {
  const sim = world();
  function* endless(): Program<string> {
    try {
      for (;;) yield TURN;
    } catch (error) {
      return (error as Error).message;
    }
  }
  const process = sim.start(endless());
  expect(sim.advance(1, 1000)).toBe('budget');
  expect(process.ended).toBeUndefined();
  process.interrupt(new Error('SIGINT'));
  sim.advance(1, 10);
  expect(process.ended).toEqual({ value: 'SIGINT' });
});

test('an external wait holds virtual time until it is answered', async () => {
  const sim = world();
  function* asker(): Program<string> {
    return yield* external(() => Promise.resolve('answer'));
  }
  const process = sim.start(asker());
  expect(sim.advance(50)).toBe('held');
  expect(sim.nowUs).toBe(0);
  const request = sim.externals.shift()!;
  request.answer(await request.ask());
  expect(sim.advance(50)).toBe('reached');
  expect(process.ended).toEqual({ value: 'answer' });
});

test('an external wait that is interrupted releases virtual time, and its late answer is ignored', () => {
  const sim = world();
  function* asker(): Program<string> {
    try {
      return yield* external(() => new Promise<string>(() => {}));
    } catch {
      return 'interrupted';
    }
  }
  const process = sim.start(asker());
  sim.advance(1);
  const request = sim.externals.shift()!;
  process.interrupt(new Error());
  expect(sim.advance(2)).toBe('reached');
  request.answer('late');
  expect(process.ended).toEqual({ value: 'interrupted' });
});

test('what a program throws is its end, and onEnd hears it', () => {
  const sim = world();
  const heard: unknown[] = [];
  // eslint-disable-next-line require-yield -- it throws before it could
  function* broken(): Program {
    throw new Error('boom');
  }
  sim.start(broken(), (ended) => heard.push(ended));
  sim.advance(0);
  expect(heard).toEqual([{ error: new Error('boom') }]);
});
