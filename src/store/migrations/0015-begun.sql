-- Anybody may begin to sign in. What nobody went on with is deleted as others begin, so that a flood of it stays as long as a
-- challenge lives, and not for the days that answered ones are kept.

create index staff_challenges_unanswered on staff_challenges (organisation, expires) where purpose = 'sign-in' and used is null;
create index staff_oidc_flows_unanswered on staff_oidc_flows (organisation, expires) where used is null;
