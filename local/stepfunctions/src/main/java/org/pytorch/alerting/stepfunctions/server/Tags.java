package org.pytorch.alerting.stepfunctions.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tags of state machines, by ARN. Callers hold the lock. */
final class Tags {
  private static final int MAX_PER_RESOURCE = 50;
  private static final int MAX_KEY_LENGTH = 128;
  private static final int MAX_VALUE_LENGTH = 256;

  private final Map<String, Map<String, String>> byArn = new HashMap<>();

  /** {@return the tags of a request; none if the field is missing} */
  static Map<String, String> of(ApiRequest request) {
    Map<String, String> tags = new LinkedHashMap<>();
    if (request.has("tags")) {
      for (JsonNode tag : request.requiredList("tags")) {
        ApiRequest fields = new ApiRequest(tag);
        String key = fields.requiredText("key");
        String value = fields.text("value").orElse("");
        if (key.length() > MAX_KEY_LENGTH || value.length() > MAX_VALUE_LENGTH) {
          throw ApiException.validation(
              "A tag has at most %d characters in its key and %d in its value"
                  .formatted(MAX_KEY_LENGTH, MAX_VALUE_LENGTH));
        }
        tags.put(key, value);
      }
    }
    checkCount(tags);
    return tags;
  }

  /** Creating an existing state machine again changes no tags. */
  void addIfNew(String arn, Map<String, String> tags) {
    byArn.putIfAbsent(arn, new LinkedHashMap<>(tags));
  }

  ObjectNode add(String arn, Map<String, String> tags) {
    Map<String, String> all = new LinkedHashMap<>(byArn.getOrDefault(arn, Map.of()));
    all.putAll(tags);
    checkCount(all);
    byArn.put(arn, all);
    return JsonNodeFactory.instance.objectNode();
  }

  private static void checkCount(Map<String, String> tags) {
    if (tags.size() > MAX_PER_RESOURCE) {
      throw new ApiException(
          "TooManyTags", "A resource has at most %d tags".formatted(MAX_PER_RESOURCE));
    }
  }

  /** A missing key is not an error. */
  ObjectNode remove(String arn, List<String> keys) {
    Map<String, String> left = new LinkedHashMap<>(byArn.getOrDefault(arn, Map.of()));
    keys.forEach(left::remove);
    byArn.put(arn, left);
    return JsonNodeFactory.instance.objectNode();
  }

  void forget(String arn) {
    byArn.remove(arn);
  }

  ObjectNode list(String arn) {
    ObjectNode response = JsonNodeFactory.instance.objectNode();
    ArrayNode list = response.putArray("tags");
    byArn
        .getOrDefault(arn, Map.of())
        .forEach((key, value) -> list.addObject().put("key", key).put("value", value));
    return response;
  }
}
