/** The first line of a stack that lies outside of Rondo. */
export function callSite(stack: string | undefined): string | undefined {
  return stack
    ?.split("\n")
    .find((line) => /:\d+/.test(line) && !/[\\/](lib|dist)[\\/]/.test(line))
    ?.trim();
}
