import pico from "picocolors";
import type { View } from "../../lib/cli/view.js";

/** How things are shown in a spec: without colours, from this repository, and without more than is needed. */
export function viewOf(own: Partial<View> = {}): View {
  return { colors: pico.createColors(false), cwd: process.cwd(), home: process.cwd(), verbose: false, ...own };
}
