package org.pytorch.alerting.runtime;

import java.util.function.Supplier;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * What a function works with and must not carry over from a snapshot, such as clients with their
 * connections and credentials, tokens, rates that count the time: it is built anew whenever the
 * process is restored.
 *
 * @param <T> must not be kept by who gets it; ask {@link #get} each time
 */
public final class Restorable<T> implements Resource {
  private final Supplier<T> builder;
  private volatile T current;

  private Restorable(Supplier<T> builder) {
    this.builder = builder;
    this.current = builder.get();
  }

  /**
   * {@return what {@code builder} builds, now and again after each restore}
   *
   * @param builder must give new objects each time; what it throws is thrown here too
   */
  public static <T> Restorable<T> of(Supplier<T> builder) {
    Restorable<T> restorable = new Restorable<>(builder);
    Core.getGlobalContext().register(restorable);
    return restorable;
  }

  /** {@return what was built since the last restore} */
  public T get() {
    return current;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    // Nothing to do: the current one is not used before it is replaced.
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    current = builder.get();
  }
}
