package org.pytorch.alerting.console.web;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.pytorch.alerting.console.source.AwayException;

/**
 * A part of a page that needs a service. If the service is away, the part says so and the rest of
 * the page is shown.
 *
 * @param away why there is no value
 */
public record Part<T>(Optional<T> value, String away) {
  /** {@return what {@code read} returns, or that the service is away} */
  public static <T> Part<T> of(Supplier<T> read) {
    try {
      return new Part<>(Optional.of(read.get()), "");
    } catch (AwayException e) {
      return new Part<>(Optional.empty(), e.text());
    }
  }

  public boolean isAway() {
    return value.isEmpty();
  }

  public T get() {
    return value.orElseThrow();
  }

  public <U> Part<U> map(Function<T, U> change) {
    return new Part<>(value.map(change), away);
  }
}
