package org.sealdesk.crypt.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Iterator;
import java.util.Optional;
import org.sealdesk.crypt.octets.Octets;

/** Reads every octet and every row of one generation. */
final class GenerationCheck {

    private final StoreFolder folder;
    private final StoreId storeId;
    private final GenerationFiles files;
    private final ProblemList problems;

    GenerationCheck(StoreFolder folder, StoreId storeId, GenerationFiles files, ProblemList problems) {
        this.folder = folder;
        this.storeId = storeId;
        this.files = files;
        this.problems = problems;
    }

    /** The generation if every checksum fits; its index is another question. */
    Optional<Generation> run() throws IOException {
        Optional<Manifest> manifest = manifest();
        if (manifest.isEmpty() || !isThere(files.data()) || !isThere(files.pages()) || !fits(manifest.get())) {
            return Optional.empty();
        }
        try {
            Generation generation = Generation.open(folder, files, storeId);
            generation.check();
            return rows(generation) ? Optional.of(generation) : Optional.empty();
        } catch (Malformed | GenerationDamaged e) {
            problems.add(files.data(), "", String.valueOf(e.getMessage()), ProblemList.FALLS_BACK);
            return Optional.empty();
        }
    }

    private Optional<Manifest> manifest() throws IOException {
        try {
            Manifest manifest = Manifest.decode(Files.readAllBytes(folder.file(files.manifest())));
            if (!manifest.storeId().equals(storeId) || manifest.sequence() != files.sequence()) {
                throw new Malformed("it is of store " + manifest.storeId() + " and ends with record "
                        + manifest.sequence() + ", this is store " + storeId + " and its name says record "
                        + files.sequence());
            }
            return Optional.of(manifest);
        } catch (Malformed e) {
            problems.add(files.manifest(), "", String.valueOf(e.getMessage()), ProblemList.FALLS_BACK);
            return Optional.empty();
        }
    }

    private boolean isThere(String name) {
        boolean there = Files.isRegularFile(folder.file(name));
        if (!there) {
            problems.add(name, "", "the file is missing", ProblemList.FALLS_BACK);
        }
        return there;
    }

    /** Size, digest, and page by page, so that the damaged places are named. */
    private boolean fits(Manifest manifest) throws IOException {
        Path data = folder.file(files.data());
        PageSums sums;
        try {
            sums = PageSums.decode(Files.readAllBytes(folder.file(files.pages())));
        } catch (Malformed e) {
            problems.add(files.pages(), "", String.valueOf(e.getMessage()), ProblemList.FALLS_BACK);
            return false;
        }
        long octets = Files.size(data);
        if (octets != manifest.octets() || sums.pages() != PageSums.pages(octets)) {
            problems.add(
                    files.data(),
                    "",
                    "it has " + octets + " octets, " + manifest.octets() + " in " + sums.pages()
                            + " pages were written",
                    ProblemList.FALLS_BACK);
            return false;
        }
        return pages(data, sums, manifest.sha256());
    }

    private boolean pages(Path data, PageSums sums, Octets sha256) throws IOException {
        MessageDigest digest = sha256();
        boolean whole = true;
        try (InputStream in = Files.newInputStream(data)) {
            for (int page = 0; page < sums.pages(); page++) {
                byte[] octets = in.readNBytes(PageSums.PAGE_OCTETS);
                digest.update(octets);
                if (!sums.matches(page, ByteBuffer.wrap(octets))) {
                    whole = false;
                    long from = (long) page << PageSums.PAGE_SHIFT;
                    problems.add(
                            files.data(),
                            "octets " + from + " to " + (from + octets.length - 1),
                            "the page is not what was written",
                            ProblemList.FALLS_BACK);
                }
            }
        }
        if (whole && !Octets.of(digest.digest()).equals(sha256)) {
            problems.add(files.data(), "", "its SHA-256 is not that in " + files.manifest(), ProblemList.FALLS_BACK);
            return false;
        }
        return whole;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private boolean rows(Generation generation) {
        long count = 0;
        byte[] last = {};
        Iterator<Row> rows = generation.rows(new byte[0], View.END);
        while (rows.hasNext()) {
            byte[] key = rows.next().key();
            if (Row.ORDER.compare(last, key) >= 0) {
                problems.add(files.data(), "row " + count, "it is out of order", ProblemList.FALLS_BACK);
                return false;
            }
            last = key;
            count++;
        }
        if (count != generation.manifest().rows()) {
            problems.add(
                    files.data(),
                    "",
                    "it has " + count + " rows, " + generation.manifest().rows() + " were written",
                    ProblemList.FALLS_BACK);
        }
        return count == generation.manifest().rows();
    }
}
