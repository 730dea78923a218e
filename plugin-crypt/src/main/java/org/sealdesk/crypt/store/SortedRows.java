package org.sealdesk.crypt.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows in memory: an immutable balanced tree. A change gives a new one that shares all but one path with the old one, so
 * readers keep what they began with, a batch appears to them at once, and a snapshot costs nothing.
 */
final class SortedRows implements Layer {

    static final SortedRows EMPTY = new SortedRows(null, 0, 0);

    /** What a row costs beside its octets: a node, two array headers, padding. */
    private static final int ROW_OVERHEAD_OCTETS = 72;

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

    SortedRows with(byte[] key, byte[] value) {
        Optional<byte[]> old = find(key);
        long grown = old.map(v -> (long) value.length - v.length).orElse(cost(key, value));
        return new SortedRows(insert(root, key, value), size + (old.isPresent() ? 0 : 1), octets + grown);
    }

    SortedRows without(byte[] key) {
        Optional<byte[]> old = find(key);
        return old.map(v -> new SortedRows(remove(root, key), size - 1, octets - cost(key, v)))
                .orElse(this);
    }

    private static long cost(byte[] key, byte[] value) {
        return (long) key.length + value.length + ROW_OVERHEAD_OCTETS;
    }

    private static Node insert(@Nullable Node node, byte[] key, byte[] value) {
        if (node == null) {
            return new Node(key, value, null, null);
        }
        int order = Row.ORDER.compare(key, node.key);
        if (order == 0) {
            return new Node(key, value, node.left, node.right);
        }
        return order < 0
                ? balanced(node, insert(node.left, key, value), node.right)
                : balanced(node, node.left, insert(node.right, key, value));
    }

    private static @Nullable Node remove(@Nullable Node node, byte[] key) {
        if (node == null) {
            return null;
        }
        int order = Row.ORDER.compare(key, node.key);
        if (order < 0) {
            return balanced(node, remove(node.left, key), node.right);
        }
        if (order > 0) {
            return balanced(node, node.left, remove(node.right, key));
        }
        if (node.left == null || node.right == null) {
            return node.left == null ? node.right : node.left;
        }
        Node next = first(node.right);
        return balanced(next, node.left, remove(node.right, next.key));
    }

    private static Node first(Node node) {
        Node first = node;
        while (first.left != null) {
            first = first.left;
        }
        return first;
    }

    /** A node with {@code row}'s key and value over two trees whose heights differ by at most two. */
    private static Node balanced(Node row, @Nullable Node left, @Nullable Node right) {
        int lean = height(left) - height(right);
        if (lean > 1 && left != null) {
            return leaningLeft(row, left, right);
        }
        if (lean < -1 && right != null) {
            return leaningRight(row, left, right);
        }
        return new Node(row.key, row.value, left, right);
    }

    private static Node leaningLeft(Node row, Node left, @Nullable Node right) {
        Node inner = left.right;
        if (inner == null || height(left.left) >= inner.height) {
            return left.over(left.left, row.over(inner, right));
        }
        return inner.over(left.over(left.left, inner.left), row.over(inner.right, right));
    }

    private static Node leaningRight(Node row, @Nullable Node left, Node right) {
        Node inner = right.left;
        if (inner == null || height(right.right) >= inner.height) {
            return right.over(row.over(left, inner), right.right);
        }
        return inner.over(row.over(left, inner.left), right.over(inner.right, right.right));
    }

    private static int height(@Nullable Node node) {
        return node == null ? 0 : node.height;
    }

    @Override
    public Iterator<Row> rows(byte[] from, byte[] to) {
        return new Rows(root, from, to);
    }

    private static final class Node {
        private final byte[] key;
        private final byte[] value;
        private final @Nullable Node left;
        private final @Nullable Node right;
        private final int height;

        Node(byte[] key, byte[] value, @Nullable Node left, @Nullable Node right) {
            this.key = key;
            this.value = value;
            this.left = left;
            this.right = right;
            this.height = 1 + Math.max(height(left), height(right));
        }

        Node over(@Nullable Node newLeft, @Nullable Node newRight) {
            return new Node(key, value, newLeft, newRight);
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
