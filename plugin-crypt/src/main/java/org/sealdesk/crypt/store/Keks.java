package org.sealdesk.crypt.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The keys that a source has at the moment, read as they are needed; wiped when closed. */
final class Keks implements AutoCloseable {

    /** What a key is for its source. */
    enum Which {
        PRESENT,
        STAGED,
        PREVIOUS,
        /** From a passphrase. */
        DERIVED
    }

    /** A ring, and the key it was wrapped with. The key is wiped with its owner. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier; nobody compares it
    record Fit(RingFile ring, Which which, byte[] key) {
        SealingKey sealing() {
            return new SealingKey(key, ring.kdf());
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // a carrier; nobody compares it
    private record Candidate(Which which, byte[] key) {}

    private final KekSource source;
    private final List<Candidate> candidates = new ArrayList<>();
    private Optional<IllegalStateException> failure = Optional.empty();

    private Keks(KekSource source) {
        this.source = source;
    }

    static Keks of(KekSource source) {
        Keks keks = new Keks(source);
        keks.add(Which.PRESENT, () -> source.load().stream().toList());
        keks.add(Which.STAGED, () -> source.staged().stream().toList());
        return keks;
    }

    /** A key that cannot be read is a failure only if no other opens anything. */
    private List<Candidate> add(Which which, Supplier<List<byte[]>> keys) {
        try {
            List<Candidate> more =
                    keys.get().stream().map(key -> new Candidate(which, key)).toList();
            candidates.addAll(more);
            return more;
        } catch (IllegalStateException e) {
            failure = failure.or(() -> Optional.of(e));
            return List.of();
        }
    }

    /**
     * The first ring that some key opens, with that key. Replaced keys are asked for last, when no other opens anything.
     *
     * @throws IllegalStateException if none does, and some could not be read
     */
    Optional<Fit> fit(List<RingFile> all, KeyWrap wrap) {
        List<RingFile> rings = all.stream().filter(r -> r.kdf().isEmpty()).toList();
        Optional<Fit> fit = fit(candidates, rings, wrap).or(() -> derived(all, wrap));
        if (fit.isPresent()) {
            return fit;
        }
        Optional<Fit> replaced = fit(add(Which.PREVIOUS, source::previous), rings, wrap);
        if (replaced.isEmpty() && failure.isPresent()) {
            throw failure.get();
        }
        return replaced;
    }

    private Optional<Fit> derived(List<RingFile> rings, KeyWrap wrap) {
        for (RingFile ring : rings) {
            Optional<byte[]> key = ring.kdf().flatMap(source::derived);
            if (key.isPresent()) {
                Candidate candidate = new Candidate(Which.DERIVED, key.get());
                candidates.add(candidate);
                Optional<Fit> fit = fit(List.of(candidate), List.of(ring), wrap);
                if (fit.isPresent()) {
                    return fit;
                }
            }
        }
        return Optional.empty();
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

    /** A key of one kind, if one is at hand. */
    Optional<byte[]> any(Which which) {
        return candidates.stream()
                .filter(candidate -> candidate.which() == which)
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
