package org.pytorch.alerting.runtime;

import java.util.function.Supplier;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * An object that must not be carried over from a snapshot, such as clients with their connections
 * and credentials, tokens, and rates that measure time. It is rebuilt whenever the process is
 * restored.
 *
 * @param <T> callers must not keep it; call {@link #get} each time
 */
public final class Restorable<T> implements Resource {
  private final Supplier<T> builder;
  private volatile T current;

  private Restorable(Supplier<T> builder) {
    this.builder = builder;
    this.current = builder.get();
  }

  /**
   * {@return the object that {@code builder} builds, now and again after each restore}
   *
   * @param builder must return a new object each time; its exceptions are thrown here too
   */
  public static <T> Restorable<T> of(Supplier<T> builder) {
    Restorable<T> restorable = new Restorable<>(builder);
    Core.getGlobalContext().register(restorable);
    return restorable;
  }

  /** {@return the object built since the last restore} */
  public T get() {
    return current;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    // Nothing to do: the current object is not used before it is replaced.
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    current = builder.get();
  }
}
