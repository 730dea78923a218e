package org.sealdesk.crypt.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The keys that a source has at the moment, read as they are needed; wiped when closed. */
final class Keks implements AutoCloseable {

    /** What a key is for its source. */
    enum Which {
        PRESENT,
        STAGED,
        PREVIOUS
    }

    /** A ring, and the key it was wrapped with. The key is wiped with its owner. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier; nobody compares it
    record Fit(RingFile ring, Which which, byte[] key) {}

    @SuppressWarnings("ArrayRecordComponent") // a carrier; nobody compares it
    private record Candidate(Which which, byte[] key) {}

    private final KekSource source;
    private final List<Candidate> candidates = new ArrayList<>();

    private Keks(KekSource source) {
        this.source = source;
    }

    /** @throws IllegalStateException if the source cannot be read */
    static Keks of(KekSource source) {
        Keks keks = new Keks(source);
        try {
            source.load().ifPresent(key -> keks.candidates.add(new Candidate(Which.PRESENT, key)));
            source.staged().ifPresent(key -> keks.candidates.add(new Candidate(Which.STAGED, key)));
            return keks;
        } catch (IllegalStateException e) {
            keks.close();
            throw e;
        }
    }

    /**
     * The first ring that some key opens, with that key. Replaced keys are asked for last, when no other opens anything.
     *
     * @throws IllegalStateException if they cannot be read
     */
    Optional<Fit> fit(List<RingFile> rings, KeyWrap wrap) {
        Optional<Fit> fit = fit(candidates, rings, wrap);
        if (fit.isPresent()) {
            return fit;
        }
        List<Candidate> previous = source.previous().stream()
                .map(key -> new Candidate(Which.PREVIOUS, key))
                .toList();
        candidates.addAll(previous);
        return fit(previous, rings, wrap);
    }

    private static Optional<Fit> fit(List<Candidate> candidates, List<RingFile> rings, KeyWrap wrap) {
        for (RingFile ring : rings) {
            for (Candidate candidate : candidates) {
                if (wrap.fits(candidate.key(), ring)) {
                    return Optional.of(new Fit(ring, candidate.which(), candidate.key()));
                }
            }
        }
        return Optional.empty();
    }

    Optional<byte[]> present() {
        return candidates.stream()
                .filter(candidate -> candidate.which() == Which.PRESENT)
                .map(Candidate::key)
                .findFirst();
    }

    void discardStaged() {
        if (candidates.stream().anyMatch(candidate -> candidate.which() == Which.STAGED)) {
            source.discard();
        }
    }

    @Override
    public void close() {
        candidates.forEach(candidate -> Arrays.fill(candidate.key(), (byte) 0));
    }
}
