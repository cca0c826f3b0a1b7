package org.pytorch.alerting.normalize.source;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.MeasuredValue;
import org.pytorch.alerting.normalize.text.Placeholders;
import org.pytorch.alerting.normalize.text.Text;

/** Makes a sender's values and thresholds fit for people; what cannot be shown is left out. */
public final class Values {
  /** A number, short enough that computing with it is cheap. */
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?[0-9]{1,20}(?:[.][0-9]{1,30})?(?:[eE][-+]?[0-9]{1,2})?");

  /** A threshold as people write it, such as {@code > 300}. */
  private static final Pattern COMPARED =
      Pattern.compile("(?<sign>>=|<=|==|!=|[><=≥≤≠])\\s{0,10}(?<rest>\\S.*)");

  /** Enough for every measurement, and few enough to hide the errors of binary fractions. */
  private static final MathContext DIGITS = new MathContext(15);

  /** In digits: longer numbers are easier to read with their exponent. */
  private static final int MAX_PLAIN_DIGITS = 15;

  private Values() {}

  /** {@return the value called {@code name}; empty if either has no text} */
  public static Optional<MeasuredValue> of(String name, String value) {
    return of(name, value, Optional.empty(), Optional.empty());
  }

  /**
   * {@return the value called {@code name}; empty if either has no text}
   *
   * @param threshold what it is compared with, which may begin with the comparison
   * @param unit of both
   */
  public static Optional<MeasuredValue> of(
      String name, String value, Optional<String> threshold, Optional<String> unit) {
    Optional<String> limit = threshold.flatMap(text -> line(text, 200));
    Optional<Matcher> compared = limit.map(COMPARED::matcher).filter(Matcher::matches);
    return of(
        name,
        value,
        compared.map(match -> match.group("rest")).or(() -> limit),
        compared.map(match -> sign(match.group("sign"))),
        unit);
  }

  /**
   * {@return the value called {@code name}; empty if either has no text}
   *
   * @param comparison one of {@link MeasuredValue#COMPARISONS}
   */
  public static Optional<MeasuredValue> of(
      String name,
      String value,
      Optional<String> threshold,
      Optional<String> comparison,
      Optional<String> unit) {
    Optional<String> shownName = line(name, MeasuredValue.MAX_NAME_LENGTH);
    Optional<String> shownValue = line(number(value), MeasuredValue.MAX_VALUE_LENGTH);
    Optional<String> limit =
        threshold.flatMap(text -> line(number(text), MeasuredValue.MAX_VALUE_LENGTH));
    return shownName.flatMap(
        known ->
            shownValue.map(
                measured ->
                    new MeasuredValue(
                        known,
                        measured,
                        limit,
                        comparison
                            .filter(MeasuredValue.COMPARISONS::contains)
                            .filter(_ -> limit.isPresent()),
                        unit.flatMap(text -> line(text, MeasuredValue.MAX_UNIT_LENGTH)))));
  }

  /** {@return {@code text} as people write it if it is a number, such as 412 for 412.0} */
  static String number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return text;
    }
    BigDecimal number = new BigDecimal(text).round(DIGITS).stripTrailingZeros();
    int digits = Math.max(number.precision(), number.precision() - number.scale());
    return digits <= MAX_PLAIN_DIGITS && number.scale() <= MAX_PLAIN_DIGITS
        ? number.toPlainString()
        : number.toString();
  }

  private static String sign(String written) {
    return switch (written) {
      case "==" -> "=";
      case "≥" -> ">=";
      case "≤" -> "<=";
      case "≠" -> "!=";
      default -> written;
    };
  }

  private static Optional<String> line(String text, int maxCodePoints) {
    // Cut twice: white space is collapsed in little time, and then what is left counts.
    String line = Text.cut(Text.line(Text.cut(text, 4 * maxCodePoints)), maxCodePoints);
    return Optional.of(line).filter(shown -> !shown.isBlank() && !Placeholders.isAll(shown));
  }
}
