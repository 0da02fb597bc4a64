import { sha256 } from '../files/hash.ts';

/** A file as the rules for ids see it. */
export interface Known {
  readonly path: string;
  readonly id: string;
  readonly sourceSha256: string | null;
}

export type Identity =
  | { readonly kind: 'article'; readonly id: string }
  /** The same bytes as the article at `of`. */
  | { readonly kind: 'duplicate'; readonly id: string; readonly of: string };

const digits = 20;
/** The id of bytes seen for the first time. */
export const idOfBytes = (sourceSha256: string) => `a_${sourceSha256.slice(0, digits)}`;
/** The id of a file that could not be read. */
export const idOfFailure = (path: string) => `f_${sha256(path).slice(0, digits)}`;
export const isArticleId = (id: string) => id.startsWith('a_');
const idOfDuplicate = (path: string) => `d_${sha256(path).slice(0, digits)}`;

/**
 * Says which article a file is, so that annotations stay with their article: a file keeps the id its path is bound to
 * (`bindings`, of annotated articles) or was known by, even when edited; a renamed or moved file keeps it by its bytes;
 * a further copy is a duplicate. Bound files must be identified first, then the others, each once.
 */
export class Identities {
  private readonly owners = new Map<string, string>();
  private readonly originals = new Map<string, string>();
  private readonly left = new Map<string, string[]>();

  /** `known` are the files of the last scan by path; `isPresent` tells what is in the folder now. */
  constructor(
    private readonly bindings: ReadonlyMap<string, string>,
    private readonly known: ReadonlyMap<string, Known>,
    isPresent: (path: string) => boolean,
  ) {
    for (const [path, id] of bindings) {
      if (isPresent(path)) this.owners.set(id, path);
      else this.leave(id.slice(2), id);
    }
    for (const { path, id, sourceSha256 } of known.values()) {
      if (!isArticleId(id)) continue;
      if (!isPresent(path)) {
        if (sourceSha256 !== null) this.leave(sourceSha256.slice(0, digits), id);
      } else if (!bindings.has(path) && !this.owners.has(id)) this.owners.set(id, path);
    }
  }

  private leave(bytes: string, id: string): void {
    const ids = this.left.get(bytes);
    if (ids) ids.push(id);
    else this.left.set(bytes, [id]);
  }

  identify(path: string, sourceSha256: string): Identity {
    const bound = this.bindings.get(path);
    const original = this.originals.get(sourceSha256);
    if (bound === undefined && original !== undefined)
      return { kind: 'duplicate', id: idOfDuplicate(path), of: original };
    const id = bound ?? this.keptId(path) ?? this.movedId(sourceSha256) ?? this.freshId(path, sourceSha256);
    this.owners.set(id, path);
    if (original === undefined) this.originals.set(sourceSha256, path);
    return { kind: 'article', id };
  }

  /** The id under which a file that cannot be read now stands: its article's, if it was one. */
  identifyUnread(path: string): string {
    const id = this.bindings.get(path) ?? this.keptId(path);
    if (id === undefined) return idOfFailure(path);
    this.owners.set(id, path);
    return id;
  }

  private keptId(path: string): string | undefined {
    const id = this.known.get(path)?.id;
    return id !== undefined && isArticleId(id) && this.isFree(id, path) ? id : undefined;
  }

  private movedId(sourceSha256: string): string | undefined {
    return this.left.get(sourceSha256.slice(0, digits))?.find((id) => this.isFree(id));
  }

  private freshId(path: string, sourceSha256: string): string {
    const id = idOfBytes(sourceSha256);
    // Taken by a file that had these bytes once and was edited since.
    return this.isFree(id, path) ? id : idOfBytes(sha256(`${sourceSha256}\n${path}`));
  }

  private isFree(id: string, path?: string): boolean {
    const owner = this.owners.get(id);
    return owner === undefined || owner === path;
  }
}
