package dev.gatehouse.server.session;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Takes the rows {@code from} to {@code to} of what a sorted array would be without sorting the rest: two runs of
 * Hoare's selection, linear in the length on average, then a sort of the slice alone.
 *
 * @see <a href="https://doi.org/10.1145/366622.366647">C. A. R. Hoare, Algorithm 65: FIND, 1961</a>
 */
final class Slice {

    private Slice() {}

    /** The slice; {@code rows} is in another order afterwards. */
    static <T> List<T> of(T[] rows, Comparator<? super T> order, int from, int to) {
        int begin = Math.min(from, rows.length);
        int end = Math.min(to, rows.length);
        if (begin >= end) {
            return List.of();
        }
        select(rows, order, 0, rows.length, begin);
        select(rows, order, begin, rows.length, end);
        Arrays.sort(rows, begin, end, order);
        return List.of(Arrays.copyOfRange(rows, begin, end));
    }

    /** Has the rows from {@code low} to {@code middle} be none greater than those from {@code middle} to {@code high}. */
    private static <T> void select(T[] rows, Comparator<? super T> order, int low, int high, int middle) {
        int first = low;
        int last = high - 1;
        while (first < last && middle > first && middle <= last) {
            T pivot = rows[ThreadLocalRandom.current().nextInt(first, last + 1)];
            int left = first;
            int right = last;
            while (left <= right) {
                while (order.compare(rows[left], pivot) < 0) {
                    left++;
                }
                while (order.compare(rows[right], pivot) > 0) {
                    right--;
                }
                if (left <= right) {
                    T swapped = rows[left];
                    rows[left++] = rows[right];
                    rows[right--] = swapped;
                }
            }
            if (middle <= right) {
                last = right;
            } else if (middle >= left) {
                first = left;
            } else {
                return;
            }
        }
    }
}
