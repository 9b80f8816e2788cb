/** Mailboxes, questions and emissions. */
import { Failure } from "./errors.js";
import { isOdd, type Of } from "./program.js";
import type { Request, Task, World } from "./state.js";
import { answer, fail, makeReady } from "./waits.js";

/** A message that waits for a reply. */
export interface Question {
  readonly message: number;
  readonly request: Request;
  readonly reply: true;
}

/** One that waits for room in a bounded mailbox, with what it sends. */
export interface Sender {
  readonly request: Request;
  readonly message: unknown;
}

export function beginSendTo(world: World, request: Request, message: number): void {
  const target = request.target!;
  if (target.bodyOver) fail(world, request, new Failure("TaskFinishedError"));
  else if (deliver(world, target, message, request.task)) answer(world, request, undefined);
  else target.senders.push({ request, message });
}

/** It waits for the reply, or for the end of the task that is asked. */
export function beginAsk(world: World, request: Request, message: number): void {
  const target = request.target!;
  if (target.bodyOver) {
    fail(world, request, new Failure("TaskFinishedError"));
    return;
  }
  const question: Question = { message, request, reply: true };
  target.joiners.push(request);
  if (!deliver(world, target, question, request.task)) target.senders.push({ request, message: question });
}

/** Gives a message to the `receive` that waits for it, or to the mailbox; false where that is full (M1). */
export function deliver(world: World, target: Task, message: unknown, sender: Task | undefined): boolean {
  const wants = ({ wait }: Request): boolean => wait.do === "receive" && (!wait.odd || isOdd(message));
  const receive = target === sender ? undefined : target.requests.find(wants);
  if (receive !== undefined) {
    answer(world, receive, message);
    return true;
  }
  if (target.mailbox.length >= target.room) return false;
  target.mailbox.push(message);
  return true;
}

export function beginReceiveMail(world: World, request: Request, wait: Of<"receive">): void {
  const index = request.task.mailbox.findIndex((message) => !wait.odd || isOdd(message));
  if (index >= 0) {
    answer(world, request, takeMail(world, request.task, index));
    return;
  }
  if (wait.timeout === undefined) return;
  world.setTimer(world.now + wait.timeout, request, () => fail(world, request, new Failure("TimeoutError")));
}

/** Takes a message; the freed place goes to the longest waiting sender. */
function takeMail(world: World, task: Task, index: number): unknown {
  const [message] = task.mailbox.splice(index, 1);
  const sender = task.senders.find(({ request }) => request.task !== task);
  if (sender !== undefined) {
    task.senders = task.senders.filter((one) => one !== sender);
    task.mailbox.push(sender.message);
    // One that asks waits on, for the reply.
    if (sender.request.wait.do === "send") answer(world, sender.request, undefined);
  }
  return message;
}

/** Y3: the answer is the oldest message, taken there. */
export function emit(world: World, task: Task, statement: Of<"emit" | "bare emit">): void {
  world.say(task, `emits ${statement.value}`);
  const takes = statement.do === "bare emit" || statement.take;
  const message = takes && task.mailbox.length > 0 ? takeMail(world, task, 0) : undefined;
  makeReady(world, task, { do: "next", value: message });
}

/** The body of a task has ended: nobody will read its mail any more (M2). */
export function closeMailbox(world: World, task: Task): void {
  task.bodyOver = true;
  for (const { request } of task.senders.splice(0)) fail(world, request, new Failure("TaskFinishedError"));
}
