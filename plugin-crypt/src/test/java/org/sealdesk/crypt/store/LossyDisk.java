package org.sealdesk.crypt.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A disk that can lose power. Everything works at once as on a real one; beside that it is remembered what was forced
 * and what was not. {@link #survivors} makes the directory that a machine could find after its power was gone: each
 * write, cut and change of a name that was not forced is there, not there, or a write is there in part, whatever came
 * after it. More than any file system takes the liberty of, as POSIX allows.
 */
final class LossyDisk implements Disk {

    private final FileDisk real = new FileDisk();
    private final int operationsToLive;
    private final Map<Path, Names> directories = new HashMap<>();
    private int operations;

    /** @param operationsToLive after so many nothing is done any more */
    LossyDisk(int operationsToLive) {
        this.operationsToLive = operationsToLive;
    }

    synchronized int operations() {
        return operations;
    }

    synchronized boolean isDead() {
        return operations > operationsToLive;
    }

    private void live() throws IOException {
        operations++;
        if (isDead()) {
            throw new IOException("no power");
        }
    }

    private Names names(Path directory) {
        return directories.computeIfAbsent(directory, d -> new Names());
    }

    private static Path parent(Path file) {
        return java.util.Objects.requireNonNull(file.getParent());
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    @Override
    public synchronized Output create(Path file) throws IOException {
        live();
        Content content = names(parent(file)).now.get(name(file)) instanceof Content there ? there : new Content();
        if (content.now.length > 0) {
            content.cut(0);
        }
        Output output = real.create(file);
        names(parent(file)).put(name(file), content);
        return new LossyOutput(output, content);
    }

    @Override
    public synchronized void truncate(Path file, long octets) throws IOException {
        live();
        real.truncate(file, octets);
        Content content = content(file);
        content.cut((int) octets);
        content.force();
    }

    private Content content(Path file) {
        return (Content)
                java.util.Objects.requireNonNull(names(parent(file)).now.get(name(file)), file.toString());
    }

    @Override
    public synchronized void createDirectory(Path directory) throws IOException {
        live();
        real.createDirectory(directory);
        names(parent(directory)).put(name(directory), names(directory));
    }

    @Override
    public synchronized void move(Path from, Path to) throws IOException {
        live();
        real.move(from, to);
        Content content = content(from);
        if (parent(from).equals(parent(to))) {
            names(parent(from)).rename(name(from), name(to), content);
        } else {
            names(parent(to)).put(name(to), content);
            names(parent(from)).remove(name(from));
        }
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        live();
        real.delete(file);
        names(parent(file)).remove(name(file));
    }

    @Override
    public synchronized void sync(Path directory) throws IOException {
        live();
        real.sync(directory);
        names(directory).force();
    }

    @Override
    public long usableOctets(Path directory) throws IOException {
        return real.usableOctets(directory);
    }

    /** @param place what may have survived in the file or directory {@code original} is put there, if any of it has */
    synchronized void survivors(Path original, Path place, SplittableRandom random) throws IOException {
        Names above = names(parent(original));
        Object survived = above.after(random).get(name(original));
        if (survived instanceof Names names) {
            write(names, place, random);
        } else if (survived instanceof Content content) {
            Files.write(place, content.after(random));
        }
    }

    private static void write(Names names, Path place, SplittableRandom random) throws IOException {
        Files.createDirectory(
                place, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (Map.Entry<String, Object> entry : names.after(random).entrySet()) {
            Path path = place.resolve(entry.getKey());
            if (entry.getValue() instanceof Names below) {
                write(below, path, random);
            } else {
                Files.write(path, ((Content) entry.getValue()).after(random));
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            }
        }
    }

    /** One file that is being written. */
    private final class LossyOutput implements Output {
        private final Output output;
        private final Content content;

        LossyOutput(Output output, Content content) {
            this.output = output;
            this.content = content;
        }

        @Override
        public void write(ByteBuffer octets) throws IOException {
            synchronized (LossyDisk.this) {
                live();
                byte[] written = new byte[octets.remaining()];
                octets.duplicate().get(written);
                output.write(octets);
                content.append(written);
            }
        }

        @Override
        public MappedByteBuffer map(long from, long octets) throws IOException {
            synchronized (LossyDisk.this) {
                live();
                MappedByteBuffer mapped = output.map(from, octets);
                content.mapped.put((int) from, mapped);
                return mapped;
            }
        }

        @Override
        public void truncate(long octets) throws IOException {
            synchronized (LossyDisk.this) {
                live();
                output.truncate(octets);
                content.cut((int) octets);
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (LossyDisk.this) {
                live();
                output.force();
                content.force();
            }
        }

        @Override
        public void close() throws IOException {
            output.close();
        }
    }

    /** The names in a directory, with what is behind them: a {@link Content} or further {@link Names}. */
    private static final class Names {
        private final Map<String, Object> durable = new TreeMap<>();
        private final Map<String, Object> now = new TreeMap<>();
        private final List<java.util.function.Consumer<Map<String, Object>>> unforced = new ArrayList<>();

        void put(String name, Object what) {
            change(map -> map.put(name, what));
        }

        void remove(String name) {
            change(map -> map.remove(name));
        }

        void rename(String from, String to, Object what) {
            change(map -> {
                map.remove(from);
                map.put(to, what);
            });
        }

        private void change(java.util.function.Consumer<Map<String, Object>> change) {
            change.accept(now);
            unforced.add(change);
        }

        void force() {
            durable.clear();
            durable.putAll(now);
            unforced.clear();
        }

        Map<String, Object> after(SplittableRandom random) {
            Map<String, Object> survived = new TreeMap<>(durable);
            Chance chance = Chance.of(random);
            unforced.stream().filter(change -> chance.survives()).forEach(change -> change.accept(survived));
            return survived;
        }
    }

    /** The octets of a file. */
    private static final class Content {
        private byte[] durable = {};
        private byte[] now = {};
        private final List<java.util.function.UnaryOperator<byte[]>> unforced = new ArrayList<>();
        private final Map<Integer, MappedByteBuffer> mapped = new TreeMap<>();

        void append(byte[] octets) {
            write(now.length, octets);
        }

        private void write(int at, byte[] octets) {
            now = written(now, at, octets, octets.length);
            unforced.add(before -> written(before, at, octets, octets.length));
        }

        private static byte[] written(byte[] before, int at, byte[] octets, int count) {
            byte[] after = Arrays.copyOf(before, Math.max(before.length, at + count));
            System.arraycopy(octets, 0, after, at, count);
            return after;
        }

        void cut(int octets) {
            now = Arrays.copyOf(now, octets);
            mapped.clear();
            unforced.add(before -> Arrays.copyOf(before, Math.min(before.length, octets)));
        }

        void force() {
            now = withMapped(now);
            durable = now;
            unforced.clear();
        }

        private byte[] withMapped(byte[] octets) {
            byte[] after = octets.clone();
            mapped.forEach((at, buffer) -> {
                ByteBuffer slice = buffer.duplicate().clear();
                slice.get(after, at, Math.min(slice.remaining(), after.length - at));
            });
            return after;
        }

        byte[] after(SplittableRandom random) {
            byte[] survived = durable;
            Chance chance = Chance.of(random);
            for (var change : unforced) {
                if (chance.survives()) {
                    survived = chance.torn(survived, change.apply(survived));
                }
            }
            return chance.survives() ? tornPages(survived, withMapped(now), random) : survived;
        }

        /** Memory reaches the disk page by page, in any order. */
        private byte[] tornPages(byte[] before, byte[] memory, SplittableRandom random) {
            byte[] after = before.clone();
            for (int at : mapped.keySet()) {
                for (int page = at; page < after.length; page += 4096) {
                    if (random.nextBoolean()) {
                        System.arraycopy(memory, page, after, page, Math.min(4096, after.length - page));
                    }
                }
            }
            return after;
        }
    }

    /** How kind one loss of power is to one file: some lose everything, some nothing, most something. */
    private record Chance(SplittableRandom random, double kindness) {

        static Chance of(SplittableRandom random) {
            return new Chance(random, random.nextInt(4) / 3.0);
        }

        boolean survives() {
            return random.nextDouble() < kindness;
        }

        /** A longer file may have got only some of its new octets. */
        byte[] torn(byte[] before, byte[] after) {
            if (after.length <= before.length || random.nextInt(3) > 0) {
                return after;
            }
            return Arrays.copyOf(after, before.length + random.nextInt(after.length - before.length + 1));
        }
    }
}
