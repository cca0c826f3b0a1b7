package org.pytorch.alerting.simulation.exploration;

import java.util.Arrays;

/**
 * The states found so far, in order: the numbers of each, the state it was found from, and an
 * open-addressing hash table over them. About 50 bytes per state.
 */
final class StateTable {
  private final int width;
  private int[] codes;
  private int[] parents = new int[1 << 10];
  private int[] slots = new int[1 << 11];
  private int size;

  StateTable(int width) {
    this.width = width;
    this.codes = new int[width << 10];
  }

  int size() {
    return size;
  }

  int[] code(int state) {
    return Arrays.copyOfRange(codes, state * width, (state + 1) * width);
  }

  /** {@return the state that {@code state} was first found from; itself for the first one} */
  int parent(int state) {
    return parents[state];
  }

  /** Adds a state unless it is known. */
  void add(int[] code, int parent) {
    int slot = slotOf(code);
    if (slots[slot] != 0) {
      return;
    }
    if (size == parents.length) {
      parents = Arrays.copyOf(parents, 2 * size);
      codes = Arrays.copyOf(codes, 2 * size * width);
    }
    System.arraycopy(code, 0, codes, size * width, width);
    parents[size++] = parent;
    slots[slot] = size;
    if (size > slots.length / 2) {
      grow();
    }
  }

  private void grow() {
    slots = new int[2 * slots.length];
    for (int state = 0; state < size; state++) {
      // All are different: the first free slot is the right one.
      int slot = hash(codes, state * width) & (slots.length - 1);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = state + 1;
    }
  }

  /** {@return the slot that holds {@code code}, or the free one where it belongs} */
  private int slotOf(int[] code) {
    int mask = slots.length - 1;
    int slot = hash(code, 0) & mask;
    while (slots[slot] != 0 && !holds(slots[slot] - 1, code)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean holds(int state, int[] code) {
    int from = state * width;
    return Arrays.equals(codes, from, from + width, code, 0, width);
  }

  /**
   * {@return a hash of the numbers of a state} The numbers are small and dense, so that a sum of
   * their multiples would be the same for many states, and each search would meet many of them.
   */
  private int hash(int[] numbers, int from) {
    int hash = 0;
    for (int i = from; i < from + width; i++) {
      hash = (hash ^ numbers[i]) * 0x9E3779B1;
      hash ^= hash >>> 15;
    }
    return hash;
  }
}
