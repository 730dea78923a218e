package org.sealdesk.crypt.console;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.intake.ImportOptions;
import org.sealdesk.crypt.intake.ImportReport;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.verdict.TrustLevel;

/**
 * The keys that a command or a request brings along.
 *
 * @param keys own secret keys
 * @param certs other people's certificates, checked by whoever gives them
 * @param trust X.509 trust anchors
 * @param passphrases tried on every locked key
 */
record KeySet(
        List<String> keys,
        List<String> certs,
        List<String> trust,
        List<String> crls,
        List<String> passphrases,
        List<String> passphraseFiles,
        Optional<String> at) {

    static final Set<String> OPTIONS =
            Set.of("--keys", "--certs", "--trust", "--crls", "--passphrase", "--passphrase-file", "--at");

    static KeySet of(Arguments arguments) throws UsageException {
        return new KeySet(
                arguments.all("--keys"),
                arguments.all("--certs"),
                arguments.all("--trust"),
                arguments.all("--crls"),
                arguments.all("--passphrase"),
                arguments.all("--passphrase-file"),
                arguments.one("--at"));
    }

    static KeySet of(JsonObject request) throws UsageException {
        return new KeySet(
                Requests.strings(request, "keys"),
                Requests.strings(request, "certs"),
                Requests.strings(request, "trust"),
                Requests.strings(request, "crls"),
                Requests.strings(request, "passphrases"),
                List.of(),
                Requests.string(request, "at"));
    }

    /** A workbench in memory that holds these keys. */
    Workbench workbench(Workbench.Source source, Inputs inputs) throws UsageException, IOException {
        InstantSource clock = Inputs.clock(at, source.clock());
        Workbench bench = source.inMemory(clock);
        List<Passphrase> open = inputs.passphrases(passphrases, passphraseFiles);
        try {
            load(bench, inputs, trust, open, ImportOptions.Authorities.ANCHORS);
            load(bench, inputs, certs, open, ImportOptions.Authorities.ORDINARY);
            load(bench, inputs, keys, open, ImportOptions.Authorities.ORDINARY);
            load(bench, inputs, crls, open, ImportOptions.Authorities.ORDINARY);
        } finally {
            open.forEach(Passphrase::close);
        }
        return bench;
    }

    private static ImportReport load(
            Workbench bench,
            Inputs inputs,
            List<String> words,
            List<Passphrase> open,
            ImportOptions.Authorities authorities)
            throws UsageException, IOException {
        boolean anchors = authorities == ImportOptions.Authorities.ANCHORS;
        ImportOptions options = new ImportOptions(
                CertificateFacts.Source.ADMINISTRATOR,
                anchors ? TrustLevel.UNVERIFIED : TrustLevel.CONFIRMED,
                Optional.empty(),
                authorities);
        return bench.importer().importFiles(inputs.files(words), open, options);
    }
}
