import { cut, fit, narrow, widthOf } from "../../../lib/trace/timeline/text.js";

describe("text in a picture", () => {
  it.each([
    ["plain text", "plain text"],
    ["größe naïve Ωmega ж", "größe naïve Ωmega ж"],
    ["日本語", "???"],
    ["한국 ｆｕｌｌ", "?? ????"],
    ["🎉 party ⌚", "? party ?"],
    ["e\u0301 zero\u200bwidth", "e? zero?width"],
    ["one\ntwo\tthree", "one two three"],
    ["\u001b[31mred", "?[31mred"],
    ["\ud83d alone", "? alone"],
  ])("takes one cell for each character: %j", (text, shown) => {
    expect(narrow(text, false)).toBe(shown);
  });

  it("has no other characters than those of ASCII where that is asked for", () => {
    expect(narrow("größe ✓", true)).toBe("gr??e ?");
  });

  it("is cut, or filled up, to its width", () => {
    expect(cut("abcdef", 4, "…")).toBe("abc…");
    expect(cut("abcd", 4, "…")).toBe("abcd");
    expect(fit("ab", 4, "…")).toBe("ab  ");
    expect(fit("abcdef", 4, "~")).toBe("abc~");
    expect(widthOf(fit("𝒜𝒷", 5, "…"))).toBe(5);
  });
});
