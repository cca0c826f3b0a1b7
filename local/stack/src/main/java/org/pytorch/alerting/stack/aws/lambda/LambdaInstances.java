package org.pytorch.alerting.stack.aws.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/** The instances of one function. An instance never serves two invocations at the same time. */
final class LambdaInstances {
  private final LambdaFunction function;
  private final Optional<Semaphore> reserved;
  private final ConcurrentLinkedDeque<RequestStreamHandler> idle = new ConcurrentLinkedDeque<>();

  LambdaInstances(LambdaFunction function) {
    this.function = function;
    this.reserved =
        function.reservedConcurrency().isPresent()
            ? Optional.of(new Semaphore(function.reservedConcurrency().getAsInt()))
            : Optional.empty();
  }

  LambdaFunction function() {
    return function;
  }

  /** {@return whether another invocation may run now; if so, {@link #release} must follow} */
  boolean reserve() {
    return reserved.map(Semaphore::tryAcquire).orElse(true);
  }

  /** Waits until another invocation may run; {@link #release} must follow. */
  void reserveLater() throws InterruptedException {
    if (reserved.isPresent()) {
      reserved.get().acquire();
    }
  }

  void release() {
    reserved.ifPresent(Semaphore::release);
  }

  /** {@return the most recently used idle instance, as on Lambda, or a new one} */
  RequestStreamHandler take() {
    RequestStreamHandler warm = idle.pollFirst();
    return warm == null ? function.newInstance().get() : warm;
  }

  void giveBack(RequestStreamHandler instance) {
    idle.addFirst(instance);
  }
}
