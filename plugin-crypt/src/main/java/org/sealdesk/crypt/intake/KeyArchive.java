package org.sealdesk.crypt.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.Limits;

/**
 * A ZIP of key files, taken apart in memory. Its maker chose names, number and sizes: names are shown and never used,
 * number and sizes have limits, an archive within it is not opened.
 */
final class KeyArchive {

    /** More files than this are a backup of something else. */
    static final int MAX_ENTRIES = 1_000;

    private static final byte[] MAGIC = {'P', 'K', 3, 4};
    private static final int MAX_SHOWN_NAME = 200;
    private static final int BUFFER_OCTETS = 8 * 1024;

    private final ImportFile archive;
    private final Limits limits;
    private final List<ImportFile> files = new ArrayList<>();
    private long inflated;

    private KeyArchive(ImportFile archive, Limits limits) {
        this.archive = archive;
        this.limits = limits;
    }

    static boolean is(Octets file) {
        return Magic.begins(file, MAGIC);
    }

    static Contents open(ImportFile archive, Limits limits) {
        return new KeyArchive(archive, limits).open();
    }

    /**
     * @param files those before the first trouble
     * @param trouble why the rest was not read
     */
    record Contents(List<ImportFile> files, Optional<Trouble> trouble) {}

    record Trouble(String code, String reason) {}

    private Contents open() {
        try (ZipInputStream in = new ZipInputStream(archive.content().open())) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.isDirectory()) {
                    continue;
                }
                if (files.size() >= MAX_ENTRIES) {
                    return stopped(
                            "limit",
                            "the archive has more than " + MAX_ENTRIES + " files; split it, the rest was left out");
                }
                Optional<Octets> content = inflate(in);
                if (content.isEmpty()) {
                    return stopped(
                            "limit",
                            "the archive unpacks to more than " + limits.mailOctets() + " octets or more than "
                                    + limits.inflationRatio() + " times its size; split it, the rest was left out");
                }
                files.add(new ImportFile(archive.name() + "/" + shown(entry.getName()), content.get()));
            }
            return files.isEmpty()
                    ? stopped("format.unsupported", "the archive holds no files; choose one with keys or certificates")
                    : new Contents(files, Optional.empty());
        } catch (IOException | IllegalArgumentException e) {
            return stopped(
                    "format.damaged",
                    "the archive is damaged or locked with a password of its own after " + files.size()
                            + " files; unpack it and import the files");
        }
    }

    private Contents stopped(String code, String reason) {
        return new Contents(files, Optional.of(new Trouble(code, reason)));
    }

    /** Empty if it grows beyond a limit. */
    private Optional<Octets> inflate(ZipInputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER_OCTETS];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            inflated += n;
            boolean bomb = inflated > Limits.INFLATION_RATIO_FROM_OCTETS
                    && inflated / limits.inflationRatio() > archive.content().size();
            if (bomb || inflated > limits.mailOctets()) {
                return Optional.empty();
            }
            out.write(buffer, 0, n);
        }
        return Optional.of(Octets.of(out.toByteArray()));
    }

    /** Without characters that move the cursor or turn the writing around. */
    private static String shown(String name) {
        String clean = name.replaceAll("[\\p{Cntrl}\\p{Cf}\\x{2028}\\x{2029}]", "?");
        return clean.length() <= MAX_SHOWN_NAME ? clean : clean.substring(0, MAX_SHOWN_NAME) + "…";
    }
}
