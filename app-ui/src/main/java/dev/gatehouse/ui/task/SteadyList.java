package dev.gatehouse.ui.task;

import java.util.ArrayList;
import java.util.List;
import javafx.collections.ModifiableObservableListBase;

/**
 * Rows that newer ones take the place of: only those that differ, and all of them in one change, so that a table lays
 * itself out once and keeps its place and its selection.
 */
public final class SteadyList<T> extends ModifiableObservableListBase<T> {

    private final List<T> rows = new ArrayList<>();
    private final List<Runnable> afterwards = new ArrayList<>();
    private boolean changing;

    /** Whether rows are being taken in, and listeners told of it. */
    public boolean isChanging() {
        return changing;
    }

    /** Calls {@code action} each time after rows were taken in and all listeners were told. */
    public void afterChange(Runnable action) {
        afterwards.add(action);
    }

    /** Shows {@code wanted}. */
    public void show(List<? extends T> wanted) {
        changing = true;
        try {
            take(wanted);
        } finally {
            changing = false;
        }
        afterwards.forEach(Runnable::run);
    }

    private void take(List<? extends T> wanted) {
        beginChange();
        try {
            if (rows.size() > wanted.size()) {
                removeRange(wanted.size(), rows.size());
            }
            for (int index = 0; index < rows.size(); index++) {
                if (!rows.get(index).equals(wanted.get(index))) {
                    set(index, wanted.get(index));
                }
            }
            for (int index = rows.size(); index < wanted.size(); index++) {
                add(wanted.get(index));
            }
        } finally {
            endChange();
        }
    }

    @Override
    public T get(int index) {
        return rows.get(index);
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    protected void doAdd(int index, T row) {
        rows.add(index, row);
    }

    @Override
    protected T doSet(int index, T row) {
        return rows.set(index, row);
    }

    @Override
    protected T doRemove(int index) {
        return rows.remove(index);
    }
}
