package org.pytorch.alerting.stack.virtual;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.pytorch.alerting.stepfunctions.time.VirtualScheduler;

/**
 * Runs code that blocks, such as the handlers, in virtual time. Each fiber has a thread, but only
 * one thread runs at any moment: either the scheduler's or that of one fiber, and each hands over
 * explicitly. So the order of events depends on nothing but the schedule.
 */
public final class Fibers {
  private static final ScopedValue<Fiber> CURRENT = ScopedValue.newInstance();

  private final VirtualScheduler scheduler;

  public Fibers(VirtualScheduler scheduler) {
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
  public final class Fiber {
    private final Semaphore mayRun = new Semaphore(0);
    private final Semaphore hasPaused = new Semaphore(0);
    private Optional<Throwable> bug = Optional.empty();
    private boolean killed;

    private Fiber() {}

    /** Ends the fiber where it waits, or where it will wait next; what it did stays done. */
    public void kill() {
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

  /**
   * Runs {@code body}, which lets fibers run, on a virtual thread like theirs: between a platform
   * thread and a fiber every hand-over costs a call of the operating system.
   */
  static void nearby(Runnable body) {
    AtomicReference<Optional<Throwable>> thrown = new AtomicReference<>(Optional.empty());
    Thread thread =
        Thread.ofVirtual()
            .name("scheduler")
            .uncaughtExceptionHandler((_, e) -> thrown.set(Optional.of(e)))
            .start(body);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    thrown
        .get()
        .ifPresent(
            e -> {
              throw new IllegalStateException(String.valueOf(e.getMessage()), e);
            });
  }

  /** Starts {@code body} as soon as the running task has ended. */
  public Fiber start(Runnable body) {
    Fiber fiber = new Fiber();
    Thread.ofVirtual().name("fiber").start(() -> fiber.run(body));
    scheduler.schedule(Duration.ZERO, fiber::resume);
    return fiber;
  }

  /** Lets virtual time go by for the fiber that calls this; others run meanwhile. */
  public void pause(Duration duration) {
    CURRENT.orElseThrow(() -> new IllegalStateException("only a fiber can pause")).pause(duration);
  }
}
