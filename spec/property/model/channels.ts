/** Channels. What is meant for one that waits, no later comer can steal. */
import { Failure } from "./errors.js";
import type { ChannelShape, Of } from "./program.js";
import type { Request, Task, World } from "./state.js";
import { answer, fail, firstOfOther, without } from "./waits.js";

export interface ChannelState extends ChannelShape {
  buffer: number[];
  /** Longest waiting first. */
  senders: Request[];
  receivers: Request[];
  /** It is closed, perhaps with an error. */
  end: { readonly error: Error | undefined } | undefined;
}

export function makeChannel(shape: ChannelShape): ChannelState {
  const capacity = shape.overflow === "conflate" ? 1 : shape.capacity;
  return { ...shape, capacity, buffer: [], senders: [], receivers: [], end: undefined };
}

export function beginSend(world: World, channel: ChannelState, request: Request): void {
  const { value } = request.wait as Of<"channel.send">;
  if (channel.end !== undefined) fail(world, request, new Failure("ChannelClosedError"));
  else if (handOver(world, channel, value, request.task)) answer(world, request, undefined);
  else channel.senders.push(request);
}

/** Gives a value to the longest waiting receiver, or to the buffer; false where its sender has to wait. */
export function handOver(world: World, channel: ChannelState, value: number, sender: Task | undefined): boolean {
  const receiver = firstOfOther(channel.receivers, sender);
  if (receiver !== undefined) {
    channel.receivers = without(channel.receivers, receiver);
    answer(world, receiver, received(receiver, value));
    return true;
  }
  if (channel.buffer.length < channel.capacity) channel.buffer.push(value);
  else if (channel.overflow === "block") return false;
  else if (channel.overflow !== "drop-newest") channel.buffer = [...channel.buffer.slice(1), value];
  return true;
}

export function beginReceive(world: World, channel: ChannelState, request: Request): void {
  const got = pull(world, channel, request.task);
  if (got !== undefined) answer(world, request, received(request, got.value));
  else if (channel.end !== undefined) tellOfTheEnd(world, request, channel.end.error);
  else channel.receivers.push(request);
}

/** Takes the oldest value; the freed place goes to the longest waiting sender. */
export function pull(world: World, channel: ChannelState, receiver: Task | undefined): { value: number } | undefined {
  const sender = firstOfOther(channel.senders, receiver);
  if (channel.buffer.length === 0 && sender === undefined) return undefined;
  if (sender !== undefined) {
    channel.senders = without(channel.senders, sender);
    channel.buffer.push((sender.wait as Of<"channel.send">).value);
    answer(world, sender, undefined);
  }
  return { value: channel.buffer.shift()! };
}

export function close(world: World, channel: ChannelState, error: Error | undefined): void {
  if (channel.end !== undefined) return;
  channel.end = { error };
  for (const sender of channel.senders.splice(0)) fail(world, sender, new Failure("ChannelClosedError"));
  for (const receiver of channel.receivers.splice(0)) tellOfTheEnd(world, receiver, error);
}

function tellOfTheEnd(world: World, request: Request, error: Error | undefined): void {
  if (error !== undefined) fail(world, request, error);
  else if (request.wait.do === "channel.next") answer(world, request, { done: true, value: undefined });
  else fail(world, request, new Failure("ChannelClosedError"));
}

function received(request: Request, value: number): unknown {
  return request.wait.do === "channel.next" ? { done: false, value } : value;
}
