package org.pytorch.alerting.model.text;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/**
 * The one definition of invisible characters, for code that stores or shows text.
 *
 * <p>By Unicode's properties: {@code Default_Ignorable_Code_Point} (zero width and direction
 * controls, fillers, variation selectors, tags), control characters, format characters without a
 * glyph, noncharacters, and signs whose glyph is blank. White space is not among them.
 *
 * <p>Three of them have a visible effect in some places and are kept there: U+FE0E and U+FE0F after
 * an emoji, ZERO WIDTH JOINER between two emoji, and both joiners between letters of scripts that
 * use them.
 */
public final class Invisible {
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final int TEXT_STYLE = 0xFE0E;
  private static final int EMOJI_STYLE = 0xFE0F;
  private static final int KEYCAP = 0x20E3;

  /**
   * First and last of each range of {@code Default_Ignorable_Code_Point} in Unicode's
   * DerivedCoreProperties. The ranges include reserved code points, so a later Unicode adds none
   * outside of them.
   */
  private static final int[] DEFAULT_IGNORABLE = {
    0x00AD, 0x00AD, 0x034F, 0x034F, 0x061C, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180F,
    0x200B, 0x200F, 0x202A, 0x202E, 0x2060, 0x206F, 0x3164, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFEFF,
    0xFFA0, 0xFFA0, 0xFFF0, 0xFFF8, 0x1BCA0, 0x1BCA3, 0x1D173, 0x1D17A, 0xE0000, 0xE0FFF
  };

  /** Scripts whose letters have no case and that use no joiners. */
  private static final Set<UnicodeScript> WITHOUT_JOINERS =
      EnumSet.of(
          UnicodeScript.COMMON,
          UnicodeScript.INHERITED,
          UnicodeScript.LATIN,
          UnicodeScript.HAN,
          UnicodeScript.HANGUL,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.BOPOMOFO);

  private Invisible() {}

  /** {@return whether the code point that begins at {@code index} of {@code text} is invisible} */
  public static boolean isAt(String text, int index) {
    int c = text.codePointAt(index);
    return isInvisible(c) && !hasEffect(c, text, index);
  }

  /** {@return {@code text} without its invisible characters} */
  public static String removed(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (!isAt(text, i)) {
        visible.appendCodePoint(text.codePointAt(i));
      }
    }
    return visible.toString();
  }

  /** {@return whether {@code c} on its own is invisible} */
  private static boolean isInvisible(int c) {
    if (c > ' ' && c < 0x7F) {
      return false;
    }
    return isControl(c) || isDefaultIgnorable(c) || isNonCharacter(c) || isBlankSign(c);
  }

  private static boolean isControl(int c) {
    return Character.getType(c) == Character.CONTROL && c != '\n' && c != '\r' && c != '\t';
  }

  private static boolean isDefaultIgnorable(int c) {
    for (int range = 0; range < DEFAULT_IGNORABLE.length && c >= DEFAULT_IGNORABLE[range]; ) {
      if (c <= DEFAULT_IGNORABLE[range + 1]) {
        return true;
      }
      range += 2;
    }
    return false;
  }

  /** Unicode: not for interchange. SQS refuses two of them. */
  private static boolean isNonCharacter(int c) {
    return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
  }

  /** Annotation controls, the empty Braille cell, a note without a head, a Khitan filler. */
  private static boolean isBlankSign(int c) {
    return (c >= 0xFFF9 && c <= 0xFFFB) || c == 0x2800 || c == 0x1D159 || c == 0x16FE4;
  }

  private static boolean hasEffect(int c, String text, int index) {
    if (index == 0) {
      return false;
    }
    int before = text.codePointBefore(index);
    int end = index + Character.charCount(c);
    int after = end < text.length() ? text.codePointAt(end) : ' ';
    return switch (c) {
      case TEXT_STYLE, EMOJI_STYLE -> isStyled(before, after);
      case ZERO_WIDTH_JOINER ->
          (endsEmoji(text, index) && Character.isExtendedPictographic(after))
              || (isJoined(before) && isJoined(after));
      case ZERO_WIDTH_NON_JOINER -> isJoined(before) && isJoined(after);
      default -> false;
    };
  }

  /** Digits, # and * also take an emoji style, but only in keycaps. */
  private static boolean isStyled(int before, int after) {
    return Character.isEmoji(before) && (before > 0x7F || after == KEYCAP);
  }

  /** {@return whether an emoji ends before {@code index}, with its style and skin tone} */
  private static boolean endsEmoji(String text, int index) {
    int last = text.codePointBefore(index);
    int start = index - Character.charCount(last);
    boolean modified = last == EMOJI_STYLE || Character.isEmojiModifier(last);
    return Character.isExtendedPictographic(
        modified && start > 0 ? text.codePointBefore(start) : last);
  }

  /** Persian and Indian scripts write joiners between letters, or after a letter's sign. */
  private static boolean isJoined(int c) {
    boolean letter =
        switch (Character.getType(c)) {
          case Character.OTHER_LETTER,
              Character.MODIFIER_LETTER,
              Character.NON_SPACING_MARK,
              Character.COMBINING_SPACING_MARK ->
              true;
          default -> false;
        };
    return letter && !isInvisible(c) && !WITHOUT_JOINERS.contains(UnicodeScript.of(c));
  }
}
