/** Numbers for names, in the order in which they are first heard. Beyond `most` a new name gets −1, so that no caller can fill the memory. */
export class Dictionary {
  private readonly codes = new Map<string, number>();
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  codeOf(name: string): number {
    const known = this.codes.get(name);
    if (known !== undefined) return known;
    if (this.codes.size >= this.most) return -1;
    const code = this.codes.size;
    this.codes.set(name, code);
    return code;
  }
}
