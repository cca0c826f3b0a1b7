package org.pytorch.alerting.simulation.virtual;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.pytorch.alerting.stepfunctions.time.VirtualScheduler;

/**
 * Runs blocking code, such as the handlers, in virtual time. Each fiber has a thread, but only one
 * thread runs at any moment: the scheduler's or that of one fiber. Each hands over explicitly, so
 * the order of events depends on the schedule only.
 */
public final class Fibers {
  private static final ScopedValue<Fiber> CURRENT = ScopedValue.newInstance();

  private final VirtualScheduler scheduler;

  public Fibers(VirtualScheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Unwinds a killed fiber. Only {@link Fiber} may catch it. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    private Killed() {
      super("killed", null, false, false);
    }
  }

  /** Code that runs, or waits in virtual time. */
  public final class Fiber {
    private final Semaphore mayRun = new Semaphore(0);
    private final Semaphore hasPaused = new Semaphore(0);
    private Optional<Throwable> bug = Optional.empty();
    private boolean killed;

    private Fiber() {}

    /** Ends the fiber at its current or next pause; the effects of what it has done stay. */
    public void kill() {
      killed = true;
    }

    private void run(Runnable body) {
      mayRun.acquireUninterruptibly();
      try {
        ScopedValue.where(CURRENT, this).run(body);
      } catch (Killed e) {
        // Expected: the fiber ends here.
      } catch (RuntimeException | Error e) {
        bug = Optional.of(e);
      } finally {
        hasPaused.release();
      }
    }

    /** Runs the fiber to its next pause or to its end. Called on the scheduler's thread. */
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
   * Runs {@code body}, which resumes fibers, on a virtual thread: every switch between a platform
   * thread and a fiber would cost a system call.
   */
  static void onVirtualThread(Runnable body) {
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

  /** Starts {@code body} when the running task has ended. */
  public Fiber start(Runnable body) {
    Fiber fiber = new Fiber();
    Thread.ofVirtual().name("fiber").start(() -> fiber.run(body));
    scheduler.schedule(Duration.ZERO, fiber::resume);
    return fiber;
  }

  /** Pauses the calling fiber for some virtual time, in which others run. */
  public void pause(Duration duration) {
    CURRENT.orElseThrow(() -> new IllegalStateException("only a fiber can pause")).pause(duration);
  }
}
