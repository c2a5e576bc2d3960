const working = new Map(); // how much work is at a part of the page

/**
 * Work that follows what is chosen: one run at a time, and one more at the end where it was asked for meanwhile. Says in the page that
 * its part is busy, and reports the error that its last run ended with, or null.
 */
export function latest(part, report, work) {
  let running, isWanted = false;
  const run = async () => {
    count(part, 1);
    while (isWanted) {
      isWanted = false;
      try {
        await work();
        report(run, null);
      } catch (error) {
        report(run, error);
      }
    }

    count(part, -1);
    running = undefined;
  };
  return () => {
    isWanted = true;
    return (running ??= run());
  };
}

function count(part, more) {
  working.set(part, (working.get(part) ?? 0) + more);
  part.setAttribute('aria-busy', working.get(part) > 0);
}
