package org.pytorch.alerting.stack.virtual;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.pytorch.alerting.stepfunctions.time.VirtualScheduler;

/**
 * Runs code that blocks, such as the handlers, in virtual time. Each fiber has a thread, but only
 * one thread runs at any moment: either the scheduler's or that of one fiber, and each hands over
 * explicitly. So the order of events depends on nothing but the schedule.
 */
final class Fibers {
  private static final ScopedValue<Fiber> CURRENT = ScopedValue.newInstance();

  private final VirtualScheduler scheduler;

  Fibers(VirtualScheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Unwinds a fiber that has been killed; nothing but its own code may catch it. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    private Killed() {
      super("killed", null, false, false);
    }
  }

  /** Code that runs, or waits for its time. */
  final class Fiber {
    private final Semaphore mayRun = new Semaphore(0);
    private final Semaphore hasPaused = new Semaphore(0);
    private Optional<Throwable> bug = Optional.empty();
    private boolean killed;

    private Fiber() {}

    /** Ends the fiber where it waits, or where it will wait next; what it did stays done. */
    void kill() {
      killed = true;
    }

    private void run(Runnable body) {
      mayRun.acquireUninterruptibly();
      try {
        ScopedValue.where(CURRENT, this).run(body);
      } catch (Killed e) {
        // As it should be.
      } catch (RuntimeException | Error e) {
        bug = Optional.of(e);
      } finally {
        hasPaused.release();
      }
    }

    /** On the scheduler's thread: lets the fiber run to its next pause or to its end. */
    private void resume() {
      mayRun.release();
      hasPaused.acquireUninterruptibly();
      bug.ifPresent(
          thrown -> {
            throw new IllegalStateException("a fiber failed", thrown);
          });
    }

    private void pause(Duration duration) {
      scheduler.schedule(duration, this::resume);
      hasPaused.release();
      mayRun.acquireUninterruptibly();
      if (killed) {
        throw new Killed();
      }
    }
  }

  /** Starts {@code body} as soon as the running task has ended. */
  Fiber start(Runnable body) {
    Fiber fiber = new Fiber();
    Thread.ofVirtual().name("fiber").start(() -> fiber.run(body));
    scheduler.schedule(Duration.ZERO, fiber::resume);
    return fiber;
  }

  /** Lets virtual time go by for the fiber that calls this; others run meanwhile. */
  void pause(Duration duration) {
    CURRENT.orElseThrow(() -> new IllegalStateException("only a fiber can pause")).pause(duration);
  }
}
