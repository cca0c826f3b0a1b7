package org.pytorch.alerting.normalize.message;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.pytorch.alerting.normalize.text.Text;

/**
 * The attributes of a message that are of use. A hand-written SNS envelope can contain anything,
 * and attributes travel on with rejected alerts, beside the good ones.
 */
public final class MessageAttributes {
  /** The attribute that names the source. */
  public static final String SOURCE = "source";

  /** Unknown attributes that are kept, as many as SQS takes. */
  private static final int MAX_OTHERS = 10;

  /** In characters: SQS's limit. */
  private static final int MAX_NAME_LENGTH = 256;

  /** In characters. */
  private static final int MAX_VALUE_LENGTH = 1_000;

  private static final Set<String> KNOWN = Set.of(SOURCE, AlertIndexes.ATTRIBUTE);

  private MessageAttributes() {}

  /** {@return the {@code attributes} that are short enough, cleaned, sorted by name} */
  static Map<String, String> usable(Map<String, String> attributes) {
    Map<String, String> usable = new TreeMap<>();
    int others = 0;
    for (Map.Entry<String, String> attribute : new TreeMap<>(attributes).entrySet()) {
      boolean known = KNOWN.contains(attribute.getKey());
      if (fits(attribute) && (known || others < MAX_OTHERS)) {
        usable.putIfAbsent(Text.clean(attribute.getKey()), Text.clean(attribute.getValue()));
        others += known ? 0 : 1;
      }
    }
    return Collections.unmodifiableMap(usable);
  }

  /** {@return the {@code attributes} that the pipeline itself reads} */
  public static Map<String, String> known(Map<String, String> attributes) {
    Map<String, String> known = new TreeMap<>(attributes);
    known.keySet().retainAll(KNOWN);
    return Collections.unmodifiableMap(known);
  }

  private static boolean fits(Map.Entry<String, String> attribute) {
    boolean indexes = attribute.getKey().equals(AlertIndexes.ATTRIBUTE);
    return attribute.getKey().length() <= MAX_NAME_LENGTH
        && attribute.getValue().length() <= (indexes ? AlertIndexes.MAX_LENGTH : MAX_VALUE_LENGTH);
  }
}
