package org.sealdesk.crypt.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows in memory: an immutable balanced tree. A change gives a new one that shares all but one path with the old one, so
 * readers keep what they began with, a batch appears to them at once, and a snapshot costs nothing.
 */
final class SortedRows implements Layer {

    static final SortedRows EMPTY = new SortedRows(null, 0, 0);

    /** What a row costs beside its octets: a node, two array headers, padding. */
    private static final int ROW_OVERHEAD_OCTETS = 80;

    private final @Nullable Node root;
    private final long size;
    private final long octets;

    private SortedRows(@Nullable Node root, long size, long octets) {
        this.root = root;
        this.size = size;
        this.octets = octets;
    }

    long size() {
        return size;
    }

    /** About what it takes of the heap. */
    long octets() {
        return octets;
    }

    int height() {
        return height(root);
    }

    @Override
    public boolean isEmpty() {
        return root == null;
    }

    @Override
    public Optional<byte[]> find(byte[] key) {
        return find(root, key);
    }

    private static Optional<byte[]> find(@Nullable Node root, byte[] key) {
        Node node = root;
        while (node != null) {
            int order = Row.ORDER.compare(key, node.key);
            if (order == 0) {
                return Optional.of(node.value);
            }
            node = order < 0 ? node.left : node.right;
        }
        return Optional.empty();
    }

    /** Starts changes; this stays as it is. */
    Edit edit() {
        return new Edit(this);
    }

    private static long cost(byte[] key, byte[] value) {
        return (long) key.length + value.length + ROW_OVERHEAD_OCTETS;
    }

    /**
     * Changes in the making, one thread. A node made by this edit is changed in place, any other is copied first, so a
     * batch copies each path once and not at every row. For one batch, not for thousands: writing into old nodes costs
     * the garbage collector more than copying them.
     */
    static final class Edit {
        private @Nullable Node root;
        private long size;
        private long octets;
        private Object owner = new Object();

        private Edit(SortedRows rows) {
            this.root = rows.root;
            this.size = rows.size;
            this.octets = rows.octets;
        }

        /** What it came to so far. Later changes leave that alone. */
        SortedRows rows() {
            owner = new Object();
            return new SortedRows(root, size, octets);
        }

        Optional<byte[]> find(byte[] key) {
            return SortedRows.find(root, key);
        }

        void put(byte[] key, byte[] value) {
            root = insert(root, key, value);
        }

        void remove(byte[] key) {
            find(key).ifPresent(value -> {
                root = remove(root, key);
                size--;
                octets -= cost(key, value);
            });
        }

        private Node insert(@Nullable Node node, byte[] key, byte[] value) {
            if (node == null) {
                size++;
                octets += cost(key, value);
                return new Node(key, value, null, null, owner);
            }
            Node mine = mine(node);
            int order = Row.ORDER.compare(key, mine.key);
            if (order == 0) {
                octets += (long) value.length - mine.value.length;
                mine.value = value;
                return mine;
            }
            if (order < 0) {
                mine.left = insert(mine.left, key, value);
            } else {
                mine.right = insert(mine.right, key, value);
            }
            return balanced(mine);
        }

        /** @param key one that is there */
        private @Nullable Node remove(@Nullable Node node, byte[] key) {
            if (node == null) {
                return null;
            }
            int order = Row.ORDER.compare(key, node.key);
            if (order == 0 && (node.left == null || node.right == null)) {
                return node.left == null ? node.right : node.left;
            }
            Node mine = mine(node);
            if (order < 0) {
                mine.left = remove(mine.left, key);
            } else if (order > 0) {
                mine.right = remove(mine.right, key);
            } else {
                Node next = first(mine.right);
                mine.key = next.key;
                mine.value = next.value;
                mine.right = remove(mine.right, next.key);
            }
            return balanced(mine);
        }

        private Node mine(Node node) {
            return node.owner == owner ? node : new Node(node.key, node.value, node.left, node.right, owner);
        }

        /** @param node of this edit, whose subtrees differ in height by at most two */
        private Node balanced(Node node) {
            int lean = height(node.left) - height(node.right);
            if (lean > 1 && node.left != null) {
                Node left = mine(node.left);
                node.left = height(left.left) < height(left.right) ? raisedRight(left) : left;
                return raisedLeft(node);
            }
            if (lean < -1 && node.right != null) {
                Node right = mine(node.right);
                node.right = height(right.right) < height(right.left) ? raisedLeft(right) : right;
                return raisedRight(node);
            }
            node.measure();
            return node;
        }

        private Node raisedLeft(Node node) {
            Node top = mine(Objects.requireNonNull(node.left));
            node.left = top.right;
            top.right = node;
            node.measure();
            top.measure();
            return top;
        }

        private Node raisedRight(Node node) {
            Node top = mine(Objects.requireNonNull(node.right));
            node.right = top.left;
            top.left = node;
            node.measure();
            top.measure();
            return top;
        }

        private static Node first(@Nullable Node node) {
            Node first = Objects.requireNonNull(node);
            while (first.left != null) {
                first = first.left;
            }
            return first;
        }
    }

    private static int height(@Nullable Node node) {
        return node == null ? 0 : node.height;
    }

    @Override
    public Iterator<Row> rows(byte[] from, byte[] to) {
        return new Rows(root, from, to);
    }

    /** Changed only by the edit that made it, and never once that has handed out its rows. */
    private static final class Node {
        private byte[] key;
        private byte[] value;
        private @Nullable Node left;
        private @Nullable Node right;
        private final Object owner;
        private int height;

        Node(byte[] key, byte[] value, @Nullable Node left, @Nullable Node right, Object owner) {
            this.key = key;
            this.value = value;
            this.left = left;
            this.right = right;
            this.owner = owner;
            measure();
        }

        void measure() {
            height = 1 + Math.max(SortedRows.height(left), SortedRows.height(right));
        }
    }

    private static final class Rows implements Iterator<Row> {
        private final Deque<Node> path = new ArrayDeque<>();
        private final byte[] to;

        Rows(@Nullable Node root, byte[] from, byte[] to) {
            this.to = to;
            Node node = root;
            while (node != null) {
                if (Row.ORDER.compare(node.key, from) >= 0) {
                    path.push(node);
                    node = node.left;
                } else {
                    node = node.right;
                }
            }
        }

        @Override
        public boolean hasNext() {
            Node next = path.peek();
            return next != null && Row.ORDER.compare(next.key, to) < 0;
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Node next = path.pop();
            for (Node node = next.right; node != null; node = node.left) {
                path.push(node);
            }
            return new Row(next.key, next.value);
        }
    }
}
