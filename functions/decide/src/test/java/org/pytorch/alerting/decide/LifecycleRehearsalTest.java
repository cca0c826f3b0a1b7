package org.pytorch.alerting.decide;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class LifecycleRehearsalTest {
  @Test
  void the_rehearsal_goes_through_without_anything_outside() {
    // It checks its own result and throws when it is not what it should be.
    assertThatCode(() -> new LifecycleRehearsal().run()).doesNotThrowAnyException();
  }
}
