import { createContext, useContext } from 'react';
import type { Deciding } from './use-deciding.ts';

/** What all parts of the review share. */
export interface Review {
  deciding: Deciding;
  /** The annotator at this machine. */
  me: string;
  /** Whether names are hidden. */
  blind: boolean;
  /** What a person is called who is none of the sides. */
  personOf: (id: string) => string;
}

export const ReviewContext = createContext<Review | null>(null);

export function useReview(): Review {
  const review = useContext(ReviewContext);
  if (review === null) throw new Error('No ReviewContext around this component');
  return review;
}
