import { z } from 'zod';

/** Zod would try whether code can be made from text, which the page's policy forbids and the console would report. */
z.config({ jitless: true });
