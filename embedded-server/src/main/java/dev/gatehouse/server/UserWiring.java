package dev.gatehouse.server;

import dev.gatehouse.server.audit.AuditMasks;
import dev.gatehouse.server.auth.LoginStore;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.job.JobEndpoints;
import dev.gatehouse.server.job.JobFiles;
import dev.gatehouse.server.job.JobFleet;
import dev.gatehouse.server.job.JobKind;
import dev.gatehouse.server.job.JobSecrets;
import dev.gatehouse.server.job.JobStore;
import dev.gatehouse.server.job.Jobs;
import dev.gatehouse.server.job.sqlite.SqliteJobSecrets;
import dev.gatehouse.server.job.sqlite.SqliteJobStore;
import dev.gatehouse.server.session.EndedSessionStore;
import dev.gatehouse.server.session.PresenceIndex;
import dev.gatehouse.server.user.AuditTimeline;
import dev.gatehouse.server.user.BulkJob;
import dev.gatehouse.server.user.Enforcements;
import dev.gatehouse.server.user.SessionTimeline;
import dev.gatehouse.server.user.TokenTimeline;
import dev.gatehouse.server.user.UserBulk;
import dev.gatehouse.server.user.UserEndpoints;
import dev.gatehouse.server.user.UserExport;
import dev.gatehouse.server.user.UserImport;
import dev.gatehouse.server.user.UserImports;
import dev.gatehouse.server.user.UserStore;
import dev.gatehouse.server.user.UserTimeline;
import dev.gatehouse.server.user.UserTransferEndpoints;
import dev.gatehouse.server.user.sqlite.SqliteUserStore;
import java.util.ArrayList;
import java.util.List;

/** The wiring of users and of the jobs that change many of them. */
final class UserWiring {

    private final Core core;
    private final UserStore users;
    private final Jobs jobs;
    private final AuditMasks masks;

    UserWiring(Core core, ServerConfig config, LiveState live, Closing closing) {
        this.core = core;
        this.masks = config.audit().masks();
        this.users = new SqliteUserStore(core.replica(), core.clock());
        List<JobKind> kinds = new ArrayList<>(BulkJob.kinds(core.changes(), users, core.clock()));
        kinds.add(new UserImport(core.changes(), core.passwords(), users));
        JobStore shared = live.jobs().store();
        JobStore store = shared == null ? new SqliteJobStore(core.replica(), core.node()) : shared;
        this.jobs = closing.add("jobs",
                new Jobs(new Jobs.Keeping(store, new JobFiles(config.data().resolve("jobs")), live.jobs(),
                        shared == null
                                ? JobSecrets.NONE
                                : new SqliteJobSecrets(core.replica(), core.changes()::share, core.clock())),
                        core.journal(), new JobFleet(core.node(), config.jobsLease(), core.changes()::claim,
                                new BusJobWords(live.bus(), core.node())),
                        core.clock(), kinds));
    }

    UserStore users() {
        return users;
    }

    Jobs jobs() {
        return jobs;
    }

    List<Endpoint> endpoints(Enforcements enforcements, PresenceIndex online, EndedSessionStore ended,
            LoginStore logins) {
        UserTimeline timeline = new UserTimeline(List.of(new AuditTimeline(core.auditIndex(), masks),
                new SessionTimeline(online, ended), new TokenTimeline(logins, core.accounts())));
        List<Endpoint> endpoints = new ArrayList<>(new UserTransferEndpoints(new UserImports(users, jobs),
                new UserExport(users, core.journal(), core.clock()),
                new UserBulk(users, jobs, id -> online.ofUser(id).size(), core.clock()), timeline).endpoints());
        endpoints.addAll(new UserEndpoints(users, core.users(), enforcements).endpoints());
        endpoints.addAll(new JobEndpoints(jobs).endpoints());
        return endpoints;
    }
}
