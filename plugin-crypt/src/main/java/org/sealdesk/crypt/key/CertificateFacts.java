package org.sealdesk.crypt.key;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.verdict.TrustLevel;

/**
 * What we know about a certificate beside what it says of itself.
 *
 * @param trust set by people or by where it came from; CHAINED is never stored, it is found by path building
 * @param anchor true if paths may end here; only an administrator sets it
 * @param related certificates sent along with signatures made by this one, in order
 * @param ownerCheck empty while nobody has looked
 * @param uploader the contact that brought it, as the host names contacts; empty for everything else
 */
public record CertificateFacts(
        TrustLevel trust,
        boolean anchor,
        Role role,
        Source source,
        Instant addedAt,
        List<Fingerprint> related,
        Optional<OwnerCheck> ownerCheck,
        Optional<String> uploader) {

    public CertificateFacts {
        related = List.copyOf(related);
    }

    /** Freshly added. */
    public static CertificateFacts added(Source source, TrustLevel trust, Instant at) {
        return new CertificateFacts(
                trust, false, Role.ACTIVE, source, at, List.of(), Optional.empty(), Optional.empty());
    }

    public CertificateFacts withTrust(TrustLevel newTrust, Optional<OwnerCheck> check) {
        return new CertificateFacts(newTrust, anchor, role, source, addedAt, related, check, uploader);
    }

    public CertificateFacts withAnchor(boolean isAnchor) {
        return new CertificateFacts(trust, isAnchor, role, source, addedAt, related, ownerCheck, uploader);
    }

    public CertificateFacts withRole(Role newRole) {
        return new CertificateFacts(trust, anchor, newRole, source, addedAt, related, ownerCheck, uploader);
    }

    public CertificateFacts withSource(Source newSource) {
        return new CertificateFacts(trust, anchor, role, newSource, addedAt, related, ownerCheck, uploader);
    }

    public CertificateFacts withRelated(List<Fingerprint> newRelated) {
        return new CertificateFacts(trust, anchor, role, source, addedAt, newRelated, ownerCheck, uploader);
    }

    public CertificateFacts withUploader(String contact) {
        return new CertificateFacts(trust, anchor, role, source, addedAt, related, ownerCheck, Optional.of(contact));
    }

    public enum Role {
        ACTIVE,
        /** Still opens and verifies, no longer chosen for new mail. */
        RETIRED,
        DISABLED
    }

    public enum Source {
        ADMINISTRATOR,
        CONTACT,
        MAIL,
        DIRECTORY,
        /** Nobody else vouches that it belongs here: when its last file goes, it is retired. */
        FOLDER,
        MIGRATION
    }

    /** @param how for people: "compared the fingerprint by phone" */
    public record OwnerCheck(String who, Instant when, String how) {}
}
