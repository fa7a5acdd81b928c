package dev.gatehouse.server.session.column;

import com.carrotsearch.hppc.IntArrayList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values that many sessions share, by number; a value that no session has any more makes room for another. */
final class Dictionary<T> {

    private final Map<T, Integer> numbers = new HashMap<>();
    private final List<T> values = new ArrayList<>();
    private final IntArrayList uses = new IntArrayList();
    private final IntArrayList free = new IntArrayList();

    /** The value's number, used once more. */
    int take(T value) {
        Integer known = numbers.get(value);
        if (known != null) {
            uses.set(known, uses.get(known) + 1);
            return known;
        }
        int number = free.isEmpty() ? values.size() : free.removeLast();
        if (number == values.size()) {
            values.add(value);
            uses.add(1);
        } else {
            values.set(number, value);
            uses.set(number, 1);
        }
        numbers.put(value, number);
        return number;
    }

    /** The value's number is used once less. */
    void giveBack(int number) {
        int left = uses.get(number) - 1;
        uses.set(number, left);
        if (left == 0) {
            numbers.remove(values.get(number));
            free.add(number);
        }
    }

    /** The value with a number; where the number is free, the one that it had. */
    T value(int number) {
        return values.get(number);
    }

    /** All values by number, those of free numbers too. */
    List<T> values() {
        return List.copyOf(values);
    }
}
