package org.sealdesk.crypt.smime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.sealdesk.crypt.key.RevocationListFacts;
import org.sealdesk.crypt.key.RevocationListStore;
import org.sealdesk.crypt.key.StoredRevocationList;
import org.sealdesk.crypt.octets.Octets;

/** The revocation lists of the store, kept ready for a while: reading a large one takes a second. From any thread. */
final class ListCache {

    /** Two of the largest and many of the usual. */
    private static final long MAX_OCTETS = 48L * 1024 * 1024;

    private final RevocationListStore store;
    private final Map<Octets, RevocationList> ready = new LinkedHashMap<>(16, 0.75f, true);
    private long octets;

    ListCache(RevocationListStore store) {
        this.store = store;
    }

    /** Those of its issuer, and of others that its distribution points name. */
    List<RevocationList> about(ParsedCertificate certificate) {
        List<RevocationList> lists = new ArrayList<>();
        for (Octets speaker : speakers(certificate)) {
            for (StoredRevocationList stored : store.revocationLists(speaker)) {
                get(stored.facts()).ifPresent(lists::add);
            }
        }
        return lists;
    }

    private static Set<Octets> speakers(ParsedCertificate certificate) {
        Set<Octets> speakers = new LinkedHashSet<>(List.of(certificate.x509().issuerName()));
        try {
            certificate
                    .extensions()
                    .map(e -> e.getExtensionParsedValue(Extension.cRLDistributionPoints))
                    .map(CRLDistPoint::getInstance)
                    .ifPresent(points -> addIssuers(points, speakers));
        } catch (RuntimeException e) {
            // Whoever asks the scope of such a certificate hears that its points cannot be read.
        }
        return speakers;
    }

    private static void addIssuers(CRLDistPoint points, Set<Octets> speakers) {
        for (DistributionPoint point : points.getDistributionPoints()) {
            if (point.getCRLIssuer() != null) {
                for (GeneralName name : point.getCRLIssuer().getNames()) {
                    if (name.getTagNo() == GeneralName.directoryName) {
                        speakers.add(Dn.canonical(X500Name.getInstance(name.getName())));
                    }
                }
            }
        }
    }

    private synchronized Optional<RevocationList> get(RevocationListFacts facts) {
        RevocationList known = ready.get(facts.digest());
        if (known != null) {
            return Optional.of(known);
        }
        Optional<RevocationList> read = store.revocationList(facts.digest()).flatMap(RevocationList::read);
        read.ifPresent(list -> keep(facts.digest(), list));
        return read;
    }

    private void keep(Octets digest, RevocationList list) {
        ready.put(digest, list);
        octets += list.octets();
        while (octets > MAX_OCTETS && ready.size() > 1) {
            RevocationList oldest = ready.remove(ready.keySet().iterator().next());
            octets -= oldest == null ? 0 : oldest.octets();
        }
    }
}
