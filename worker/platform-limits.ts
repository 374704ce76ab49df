/** What an invocation may send on Cloudflare's free plan, fetches and calls of objects together. */
export const MAX_SUBREQUESTS = 50;

/** How many coordinators are called at the same time. */
export const AT_ONCE = 20;
