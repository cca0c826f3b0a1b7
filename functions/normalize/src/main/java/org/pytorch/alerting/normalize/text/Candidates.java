package org.pytorch.alerting.normalize.text;

import java.util.Optional;
import java.util.stream.Stream;

/** Texts from which a field takes the first that is usable. */
public final class Candidates {
  private Candidates() {}

  /** {@return the texts that are present, in their order} */
  @SafeVarargs
  public static Stream<String> of(Optional<String>... texts) {
    Stream.Builder<String> present = Stream.builder();
    for (Optional<String> text : texts) {
      text.ifPresent(present);
    }
    return present.build();
  }
}
