package dev.gatehouse.server.session;

import com.carrotsearch.hppc.sorting.IndirectSort;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;

/**
 * Takes the rows {@code from} to {@code to} of what a sorted array would be without sorting the rest: two runs of
 * Hoare's selection, linear in the length on average, then a sort of the slice alone.
 *
 * @see <a href="https://doi.org/10.1145/366622.366647">C. A. R. Hoare, Algorithm 65: FIND, 1961</a>
 */
final class Slice {

    private Slice() {}

    /** The slice of {@code rows}. */
    static <T> List<T> of(T[] rows, Comparator<? super T> order, int from, int to) {
        int[] places = IntStream.range(0, rows.length).toArray();
        int[] slice = of(places, (one, other) -> order.compare(rows[one], rows[other]), from, to);
        return Arrays.stream(slice).mapToObj(place -> rows[place]).toList();
    }

    /** The slice of {@code rows}, which are in another order afterwards. */
    static int[] of(int[] rows, IntBinaryOperator order, int from, int to) {
        int begin = Math.min(from, rows.length);
        int end = Math.min(to, rows.length);
        if (begin >= end) {
            return new int[0];
        }
        select(rows, order, 0, rows.length, begin);
        select(rows, order, begin, rows.length, end);
        return IndirectSort.mergesort(Arrays.copyOfRange(rows, begin, end), order);
    }

    /** Has the rows from {@code low} to {@code middle} be none greater than those from {@code middle} to {@code high}. */
    private static void select(int[] rows, IntBinaryOperator order, int low, int high, int middle) {
        int first = low;
        int last = high - 1;
        while (first < last && middle > first && middle <= last) {
            int pivot = rows[ThreadLocalRandom.current().nextInt(first, last + 1)];
            int left = first;
            int right = last;
            while (left <= right) {
                while (order.applyAsInt(rows[left], pivot) < 0) {
                    left++;
                }
                while (order.applyAsInt(rows[right], pivot) > 0) {
                    right--;
                }
                if (left <= right) {
                    int swapped = rows[left];
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
