package org.sealdesk.crypt.folder;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What one look saw, for the next: a file that is being copied grows between two looks, and a file that an editor saves
 * is gone for a moment. Only what two looks in a row agree on counts.
 */
final class Settling {

    private Map<Path, FileStamp> seen = new HashMap<>();
    private Map<Path, FileStamp> seenBefore = new HashMap<>();
    private final Map<Path, FileStamp> refused = new HashMap<>();
    private Set<Path> missing = new HashSet<>();
    private Set<Path> missingBefore = new HashSet<>();

    void nextLook() {
        seenBefore = seen;
        seen = new HashMap<>();
        missingBefore = missing;
        missing = new HashSet<>();
    }

    /** Whether the file looked the same last time. */
    boolean isStill(Path file, FileStamp stamp) {
        if (stamp.equals(refused.get(file))) {
            return true;
        }
        seen.put(file, stamp);
        return stamp.equals(seenBefore.get(file));
    }

    /** Whether the file was missing last time too. */
    boolean isGone(Path file) {
        missing.add(file);
        return missingBefore.contains(file);
    }

    /** Whether another look soon would settle something. */
    boolean isOpen() {
        return !seen.isEmpty() || !missing.isEmpty();
    }

    /** It stands still and can't be read: another look may find that somebody gave the right to, but none hurries. */
    void refused(Path file, FileStamp stamp) {
        refused.put(file, stamp);
        seen.remove(file);
    }

    void done(Path file) {
        refused.remove(file);
        seen.remove(file);
        missing.remove(file);
    }
}
