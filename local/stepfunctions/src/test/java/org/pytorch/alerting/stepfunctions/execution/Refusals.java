package org.pytorch.alerting.stepfunctions.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.pytorch.alerting.stepfunctions.data.JsonText;
import org.pytorch.alerting.stepfunctions.definition.field.InvalidDefinitionException;

/** What every refusal of a definition has. */
final class Refusals {
  private Refusals() {}

  /**
   * Asserts that the refusal says a problem, and a place that is in the definition. The place of a
   * missing field is in an object that exists.
   */
  static void assertHasPlace(InvalidDefinitionException refusal, String definition) {
    String place = refusal.path();
    assertThat(refusal.problem()).isNotBlank();
    assertThat(refusal.getMessage())
        .isEqualTo((place.isEmpty() ? "/" : place) + ": " + refusal.problem());
    JsonNode json;
    try {
      json = JsonText.parse(definition);
    } catch (JsonProcessingException e) {
      assertThat(place).as("the place of a problem in the JSON").isEmpty();
      return;
    }
    if (!place.isEmpty()) {
      JsonNode parent = json.at(place.substring(0, place.lastIndexOf('/')));
      assertThat(parent.isContainerNode()).as(place + " is in " + definition).isTrue();
    } else {
      assertThat(json.isObject()).as("only the whole has no place").isFalse();
    }
  }
}
