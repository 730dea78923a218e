package org.sealdesk.crypt.smime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sealdesk.crypt.verdict.SignerIdentity.Chain.Refused;

/**
 * One search for a path that a judge accepts, depth first, the likeliest issuers first. A path that is refused does not
 * end it: cross-certified authorities have several.
 */
final class PathSearch {

    /** Signatures checked in one search: enough for a dozen cross-certified authorities, too few to be a burden. */
    private static final int MAX_STEPS = 64;

    private final CertificatePool pool;
    private final int maxLength;
    private final Function<CertificatePath, Optional<Refused>> judge;
    private int stepsLeft = MAX_STEPS;
    private Optional<Result.Refusal> refusal = Optional.empty();
    private Result.DeadEnd deepest = new Result.DeadEnd(List.of(), Result.Lack.ISSUER);

    /** @param judge says which rule a path breaks */
    PathSearch(CertificatePool pool, int maxLength, Function<CertificatePath, Optional<Refused>> judge) {
        this.pool = pool;
        this.maxLength = maxLength;
        this.judge = judge;
    }

    sealed interface Result {

        record Found(CertificatePath path) implements Result {}

        /** The first path to an anchor that the judge refused; no other was accepted. */
        record Refusal(CertificatePath path, Refused why) implements Result {}

        /**
         * No way to an anchor.
         *
         * @param certificates as far as it goes, the end certificate first
         * @param lack what the last of them lacks
         */
        record DeadEnd(List<ParsedCertificate> certificates, Lack lack) implements Result {
            public DeadEnd {
                certificates = List.copyOf(certificates);
            }
        }

        enum Lack {
            ISSUER,
            /** Certificates have the issuer's name, and none of their keys made the signature. */
            SIGNATURE,
            /** It is its own issuer and nobody trusts it. */
            TRUST,
            /** The path is as long as paths may be, or there are too many ways to try. */
            ROOM
        }
    }

    Result from(ParsedCertificate end) {
        List<ParsedCertificate> soFar = new ArrayList<>(List.of(end));
        Optional<Result> found = extend(soFar);
        if (found.isPresent()) {
            return found.get();
        }
        return refusal.isPresent() ? refusal.get() : deepest;
    }

    private Optional<Result> extend(List<ParsedCertificate> soFar) {
        ParsedCertificate last = soFar.get(soFar.size() - 1);
        if (pool.isAnchor(last)) {
            return judged(new CertificatePath(soFar.subList(0, soFar.size() - 1), last));
        }
        if (soFar.size() >= maxLength) {
            return deadEnd(soFar, Result.Lack.ROOM);
        }
        List<ParsedCertificate> issuers = pool.issuersOf(last);
        boolean anySigner = false;
        for (ParsedCertificate issuer : issuers) {
            if (soFar.contains(issuer)) {
                continue;
            }
            if (stepsLeft-- <= 0) {
                return deadEnd(soFar, Result.Lack.ROOM);
            }
            if (!isSignedBy(last, issuer)) {
                continue;
            }
            anySigner = true;
            soFar.add(issuer);
            Optional<Result> found = extend(soFar);
            soFar.remove(soFar.size() - 1);
            if (found.isPresent()) {
                return found;
            }
        }
        return anySigner ? Optional.empty() : deadEnd(soFar, lackOf(last, issuers));
    }

    private static Result.Lack lackOf(ParsedCertificate last, List<ParsedCertificate> issuers) {
        if (last.isSelfIssued()) {
            return Result.Lack.TRUST;
        }
        return issuers.isEmpty() ? Result.Lack.ISSUER : Result.Lack.SIGNATURE;
    }

    private Optional<Result> deadEnd(List<ParsedCertificate> soFar, Result.Lack lack) {
        if (soFar.size() > deepest.certificates().size()) {
            deepest = new Result.DeadEnd(soFar, lack);
        }
        return Optional.empty();
    }

    private Optional<Result> judged(CertificatePath path) {
        Optional<Refused> broken = judge.apply(path);
        if (broken.isEmpty()) {
            return Optional.of(new Result.Found(path));
        }
        refusal = refusal.or(() -> broken.map(why -> new Result.Refusal(path, why)));
        return Optional.empty();
    }

    private static boolean isSignedBy(ParsedCertificate child, ParsedCertificate issuer) {
        // Such a key is whole only within a path; the validation of the path checks the signature.
        return PathKeys.inheritsParameters(issuer) || child.isSignedBy(issuer);
    }
}
