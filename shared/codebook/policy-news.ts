import type { Codebook } from './codebook.ts';

/** The codebook that ships with the app: who said what about which policy, and where they stand. */
export const policyNews: Codebook = {
  name: 'policy-news',
  version: 4,
  title: 'Policy news: statements and stances',
  description:
    'For news about foreign, security and domestic policy. The unit is what somebody is reported to have said, not the ' +
    'sentence it stands in. Mark the words first, then name the speaker, then decide the stance toward each target; ' +
    'decide from the words in front of you and the article they stand in, never from what you know of the speaker. ' +
    'When two codes seem to fit, read the near misses: they are there because people disagreed.',
  layers: [
    {
      id: 'statement',
      name: 'Statement',
      key: 'q',
      attributed: true,
      definition:
        'Words that the article gives as said, written, posted or officially held by an identifiable person, office, ' +
        'organisation or group. Mark the words of the statement itself, quoted or reported, and leave out the speaker’s ' +
        'name and the verb of saying, unless they stand in the middle of reported speech. One quotation is one ' +
        'statement, from its first quoted word to its last: when the attribution interrupts a quotation, mark each quoted ' +
        'part; the second goes on what the first began. A quotation that runs over several paragraphs, opened anew in each, ' +
        'is one. Mark the outermost quotation; mark a quotation inside it as well only when somebody else is speaking ' +
        'there.',
      examples: [
        {
          text: '“The tariff will be gone by spring,” Trade Minister Ilse Varga told the chamber.',
          label: 'Statement: The tariff will be gone by spring,',
          why: 'A quotation with a named speaker. The name and “told the chamber” stay outside.',
        },
        {
          text: 'The port authority said it had not been consulted about the new inspection rules.',
          label: 'Statement: it had not been consulted about the new inspection rules',
          why: 'Reported speech counts as much as a quotation; an office can speak.',
        },
        {
          text: '“We will sign,” the envoy said, “once the observers are allowed in.”',
          label: 'Two statements: We will sign, · once the observers are allowed in.',
          why: 'The attribution interrupts the quotation. One span across it would hold words that the envoy did not say.',
        },
        {
          text: 'According to residents, the road has been closed since Monday.',
          label: 'Statement: the road has been closed since Monday',
          why: 'A group without names is still identifiable as a group. Its stance is usually left empty.',
        },
        {
          text: 'Analysts expect the ceasefire to collapse within weeks.',
          label: 'Statement: the ceasefire to collapse within weeks',
          why: 'An expectation given as theirs is a statement of theirs, although nobody “said” it.',
        },
        {
          text: 'The talks lasted four hours and ended without a communiqué.',
          label: 'Not a statement',
          why: 'The reporter tells what happened. Nobody is given as saying it.',
        },
        {
          text: 'The president appeared tired and did not answer questions.',
          label: 'Not a statement',
          why: 'Silence and appearance are no words. Code a refusal only when it is put in words (“declined to comment” is not).',
        },
        {
          text: 'The bloc calls the plan its “Open Harbour” initiative.',
          label: 'Not a statement',
          why: 'Marks around a name or a term do not make it speech.',
        },
      ],
    },
    {
      id: 'frame',
      name: 'Frame',
      key: 'f',
      attributed: false,
      definition:
        'The outlet’s own loaded or framing wording: a word or short phrase that judges, dramatises or suggests a cause, a ' +
        'culprit or a remedy where a plain word was to be had. Mark the shortest stretch that carries the loading. What ' +
        'a speaker says is never a frame, however loaded; it belongs to the statement. Test: replace the words with the plainest ones ' +
        'that keep the facts. If a reader would now judge somebody differently, it is a frame.',
      examples: [
        {
          text: 'The chancellor caved in to the hauliers on Tuesday.',
          label: 'Frame: caved in to',
          why: '“Agreed with” tells the same fact; “caved in” adds weakness.',
        },
        {
          text: 'A wave of applications has swamped the regional offices.',
          label: 'Frame: wave … swamped',
          why: 'An image of disaster for a number. Mark both words in one span if they belong to one image.',
        },
        {
          text: 'The so-called reform passed with two votes to spare.',
          label: 'Frame: so-called',
          why: 'It denies the name without saying who denies it.',
        },
        {
          text: 'The senator called the bill “a gift to the cartels”.',
          label: 'Not a frame',
          why: 'Loaded, but the senator’s. Mark a statement that opposes the bill.',
        },
        {
          text: 'At least forty people were killed when the shell struck the market.',
          label: 'Not a frame',
          why: 'A terrible fact in plain words is still plain.',
        },
        {
          text: 'The minister slammed the report.',
          label: 'Frame: slammed',
          why: 'The verb of saying is the outlet’s choice; “criticised” was to be had. “Said” and “criticised” are never frames.',
        },
      ],
    },
    {
      id: 'commitment',
      name: 'Commitment',
      key: 'c',
      attributed: true,
      definition:
        'A promise, a threat or an announced action: the speaker binds themselves, or the body they speak for, to do or not to do ' +
        'something in the future, with or without a condition. Mark the action together with its condition and date. Mark ' +
        'it over a statement or inside it; both layers may cover the same words. The stance, if any, is toward what the action ' +
        'supports or works against, not toward the action itself.',
      examples: [
        {
          text: '“We shall withdraw our observers if the count is not repeated by Friday,” the mission warned.',
          label: 'Commitment: withdraw our observers if the count is not repeated by Friday',
          why: 'A threat with condition and date; all three belong to it.',
        },
        {
          text: 'The ministry announced that it will open twelve new crossings before the harvest.',
          label: 'Commitment: it will open twelve new crossings before the harvest',
          why: 'An announced action of the speaker’s own body.',
        },
        {
          text: 'Both delegations pledged to keep the hotline staffed day and night.',
          label: 'Commitment: keep the hotline staffed day and night',
          why: 'A joint promise. Name the first delegation as speaker and mark the words again for the second.',
        },
        {
          text: '“The neighbours should open their markets,” the commissioner said.',
          label: 'Not a commitment',
          why: 'A demand binds somebody else. Mark a statement.',
        },
        {
          text: '“I hope we will meet again soon,” the foreign secretary said.',
          label: 'Not a commitment',
          why: 'A hope binds nobody. “We will meet again in May” would be one.',
        },
        {
          text: 'The government had promised a referendum in 2014.',
          label: 'Commitment: a referendum in 2014',
          why: 'The promise lay in the future when it was made. The article need not say whether it was kept.',
        },
      ],
    },
  ],
  stances: [
    {
      id: 'strongly-oppose',
      name: 'Strongly oppose',
      verb: 'strongly opposes',
      sign: '−−',
      score: -2,
      definition:
        'Rejects the target outright, denies its legitimacy, or announces or threatens action against it. No condition under which it would be ' +
        'acceptable is named.',
      examples: [
        {
          text: '“We will never recognise this court, and none of our officers will appear before it.”',
          label: 'Strongly oppose → the court',
          why: 'Denies legitimacy and announces defiance.',
        },
        {
          text: '“This pipeline is a crime against our grandchildren and must be stopped at any price.”',
          label: 'Strongly oppose → the pipeline',
          why: 'Absolute wording and a call to stop it.',
        },
        {
          text: '“I cannot vote for the budget in this form.”',
          label: 'Near miss: Oppose → the budget',
          why: '“In this form” leaves a way open.',
        },
      ],
      cues: [
        { phrase: 'condemn', example: 'The council condemned the blockade “in the strongest terms”.' },
        { phrase: 'denounce', example: 'Farmers’ leaders denounced the decree as theft.' },
        { phrase: 'vow never', example: 'The opposition leader vowed never to sign the charter.' },
        { phrase: 'never accept', example: '“We will never accept a border drawn by others.”' },
        {
          phrase: 'never recognise',
          example: '“Nobody here will ever be made to say yes: we shall never recognise the annexation.”',
        },
        { phrase: 'never allow', example: '“We would never allow a foreign base on this island.”' },
        { phrase: 'reject outright', example: 'The union rejected outright any cut in wages.' },
        { phrase: 'categorically reject', example: 'The ministry categorically rejected the findings of the panel.' },
        { phrase: 'flatly reject', example: 'Her party flatly rejects the levy.' },
        { phrase: 'strongly oppose', example: '“We strongly oppose the sale of the port.”' },
        { phrase: 'firmly oppose', example: 'The embassy said its government firmly opposes the visit.' },
        { phrase: 'vehemently oppose', example: 'Residents vehemently opposed the landfill.' },
        { phrase: 'must be stopped', example: '“This pipeline must be stopped.”' },
        { phrase: 'have no right to', example: '“The board has no right to close our school.”' },
        { phrase: 'totally unacceptable', example: '“Such an inspection is totally unacceptable.”' },
        { phrase: 'illegitimate', example: 'He called the referendum illegitimate.' },
        { phrase: 'a crime against', example: '“The dam is a crime against this valley.”' },
        { phrase: 'vow to block', example: 'Two senators vowed to block the nomination.' },
        { phrase: 'vow to fight', example: 'The league vowed to fight the merger in every court.' },
      ],
    },
    {
      id: 'oppose',
      name: 'Oppose',
      verb: 'opposes',
      sign: '−',
      score: -1,
      definition:
        'Against the target, doubtful of it or critical of it, in measured words or with reasons that could be met.',
      examples: [
        {
          text: '“The quota is too blunt an instrument, and small growers will pay for it.”',
          label: 'Oppose → the quota',
          why: 'Criticism with a reason, no outright rejection.',
        },
        {
          text: 'The opposition said the timetable was unrealistic.',
          label: 'Oppose → the timetable',
          why: 'Opposes the timetable; whether it opposes the plan is not said, so the plan is no target.',
        },
        {
          text: '“We take note of the decision.”',
          label: 'Near miss: no stance',
          why: 'Cool, and perhaps meant as disapproval, but the words take no side. Leave the stance empty.',
        },
      ],
      cues: [
        { phrase: 'oppose', example: 'The shippers oppose the surcharge.' },
        { phrase: 'warn against', example: 'The central bank warned against a hasty devaluation.' },
        { phrase: 'caution against', example: 'Her adviser cautioned against an early vote.' },
        { phrase: 'advise against', example: 'The auditors advised against the purchase.' },
        { phrase: 'argue against', example: 'The judge argued against a new trial.' },
        { phrase: 'vote against', example: '“I shall vote against the amendment.”' },
        { phrase: 'speak out against', example: 'Three bishops spoke out against the curfew.' },
        { phrase: 'come out against', example: 'The guild came out against the reform.' },
        { phrase: 'criticise', example: 'Teachers criticised the timetable as too tight.' },
        { phrase: 'reject', example: 'The island’s council rejects the zoning plan.' },
        { phrase: 'object to', example: 'Neighbouring states objected to the canal.' },
        { phrase: 'express … concern', example: 'The commissioner expressed deep concern about the new tariffs.' },
        { phrase: 'voice … concern', example: 'Several delegations voiced their concern over the draft.' },
        { phrase: 'concerned about', example: '“We are concerned about the search powers in this bill.”' },
        { phrase: 'cast doubt on', example: 'The report cast doubt on the merger.' },
        { phrase: 'sceptical', example: 'Ship owners remain sceptical of the corridor.' },
        { phrase: 'deplore', example: 'The mission deplored the eviction.' },
        { phrase: 'regret the', example: 'The envoy regretted the decision to close the crossing.' },
        { phrase: 'decry', example: 'Pensioners decried the freeze.' },
        { phrase: 'slam', example: 'The leader of the house slammed the subsidy.' },
        { phrase: 'protest against', example: 'Fishers protested against the quota.' },
        { phrase: 'dismiss', example: 'The premier dismissed the petition.' },
        { phrase: 'take issue with', example: 'The historian took issue with the memorial.' },
        { phrase: 'a mistake', example: '“Lowering the toll was a mistake.”' },
        { phrase: 'counterproductive', example: '“Sanctions at this stage would be counterproductive.”' },
        { phrase: 'unacceptable', example: '“A delay is unacceptable to us.”' },
        { phrase: 'unrealistic', example: '“Your deadline is unrealistic.”' },
        { phrase: 'unfair', example: '“The fee is unfair to small growers.”' },
        { phrase: 'not accept', example: '“We cannot accept the text as it stands.”' },
        { phrase: 'go too far', example: '“The ordinance goes too far.”' },
        { phrase: 'dangerous precedent', example: '“The ruling sets a dangerous precedent.”' },
      ],
    },
    {
      id: 'mixed',
      name: 'Mixed',
      verb: 'is mixed on',
      sign: '±',
      score: 0,
      definition:
        'Speaks for and against the same target in the same statement, or makes support depend on a condition that is open. ' +
        'Not for “says nothing” or “unclear”: then there is no stance.',
      examples: [
        {
          text: '“Dialogue is welcome, but it must not become a way of buying time.”',
          label: 'Mixed → dialogue',
          why: 'For and against the same thing in one breath.',
        },
        {
          text: '“We will back the mission provided that parliament keeps its say.”',
          label: 'Mixed → the mission',
          why: 'Support hangs on a condition that is open.',
        },
        {
          text: '“The subsidy is right; the way it is paid out is a scandal.”',
          label: 'Near miss: Support → the subsidy, Oppose → its administration',
          why: 'Two targets, two clear stances. Mixed is for one target.',
        },
      ],
      cues: [
        { phrase: 'welcome … but', example: '“We welcome the truce, but it comes without observers.”' },
        { phrase: 'support … but', example: '“I support the fund, but nobody has said who pays into it.”' },
        { phrase: 'agree … but', example: '“We agree with the aim, but the method is wrong.”' },
        { phrase: 'provided that', example: '“We can live with the pact, provided that parliament keeps its say.”' },
        { phrase: 'in principle', example: 'The chamber is for the tunnel in principle.' },
        { phrase: 'cautiously welcome', example: 'Aid groups cautiously welcomed the opening.' },
        { phrase: 'cautiously optimistic', example: '“I am cautiously optimistic about the talks.”' },
        { phrase: 'guarded welcome', example: 'The plan met with a guarded welcome from the mayors.' },
        { phrase: 'mixed feelings', example: '“I have mixed feelings about the merger.”' },
        { phrase: 'in two minds', example: 'The guild is in two minds about the canal.' },
        { phrase: 'qualified support', example: 'The council gave the tram its qualified support.' },
        { phrase: 'have reservations', example: '“We do have reservations about the second article.”' },
      ],
    },
    {
      id: 'support',
      name: 'Support',
      verb: 'supports',
      sign: '+',
      score: 1,
      definition:
        'In favour of the target: welcomes it, argues for it, calls it useful or necessary in measured words.',
      examples: [
        {
          text: 'The mayors welcomed the night-train programme as a step in the right direction.',
          label: 'Support → the night-train programme',
          why: 'Welcomes without binding themselves.',
        },
        {
          text: '“Joint patrols have made these waters safer.”',
          label: 'Support → joint patrols',
          why: 'A judgement of success is support although nothing is asked for.',
        },
        {
          text: '“The minister is an experienced negotiator.”',
          label: 'Near miss: Support → the minister',
          why: 'Support for the person, not for the treaty that is being negotiated.',
        },
      ],
      cues: [
        { phrase: 'support', example: 'The federation supports the night train.' },
        { phrase: 'welcome', example: 'The mayors welcomed the new ferry line.' },
        { phrase: 'back the', example: 'Both houses back the treaty.' },
        { phrase: 'back a', example: 'The bank backed a common deposit scheme.' },
        { phrase: 'backing for', example: 'She repeated her backing for the candidate.' },
        { phrase: 'endorse', example: 'The synod endorsed the charter.' },
        { phrase: 'in favour of', example: '“I am in favour of the bypass.”' },
        { phrase: 'favour', example: 'Most growers favour a later harvest tax.' },
        { phrase: 'call for', example: 'The secretary called for a joint patrol.' },
        { phrase: 'push for', example: 'Their envoy pushed for a longer mandate.' },
        { phrase: 'vote for', example: '“We shall vote for the motion.”' },
        { phrase: 'advocate', example: 'The institute advocates a lower voting age.' },
        { phrase: 'approve of', example: 'The patriarch approved of the exchange.' },
        { phrase: 'agree with', example: '“I agree with the proposal of the commission.”' },
        { phrase: 'praise', example: 'The auditors praised the scheme.' },
        { phrase: 'applaud', example: 'Investors applauded the settlement.' },
        { phrase: 'hail', example: 'The governor hailed the accord.' },
        { phrase: 'commend', example: 'The inspector commended the harbour police.' },
        { phrase: 'encouraged by', example: '“We are encouraged by the ceasefire.”' },
        { phrase: 'right direction', example: '“The levy is a step in the right direction.”' },
        { phrase: 'important step', example: '“The hotline is an important step.”' },
        { phrase: 'positive step', example: '“We regard the visit as a positive step.”' },
        { phrase: 'right decision', example: '“Closing the mine was the right decision.”' },
      ],
    },
    {
      id: 'strongly-support',
      name: 'Strongly support',
      verb: 'strongly supports',
      sign: '++',
      score: 2,
      definition:
        'Demands the target without condition, calls it indispensable, or commits means, votes or forces of one’s own to it.',
      examples: [
        {
          text: '“There is no alternative to the levy, and I will stake my office on it.”',
          label: 'Strongly support → the levy',
          why: 'Indispensable, and binds the speaker.',
        },
        {
          text: 'The federation said it would send its own engineers to rebuild the dam.',
          label: 'Strongly support → rebuilding the dam',
          why: 'Commits means of its own. Mark a commitment as well.',
        },
        {
          text: '“A splendid, splendid idea,” the guest said of the proposed museum.',
          label: 'Near miss: Support → the museum',
          why: 'Warm words commit to nothing. Strength is in what is demanded or given, not in the adjectives.',
        },
      ],
      cues: [
        { phrase: 'strongly support', example: '“We strongly support the membership of the islands.”' },
        { phrase: 'fully support', example: '“My government fully supports the mission.”' },
        { phrase: 'firmly support', example: 'Its neighbours firmly support the plebiscite.' },
        { phrase: 'full support', example: 'The alliance pledged its full support for the operation.' },
        { phrase: 'wholeheartedly', example: '“I endorse the plan wholeheartedly.”' },
        { phrase: 'unconditionally', example: '“We back the court unconditionally.”' },
        { phrase: 'no alternative to', example: '“There is no alternative to the reform.”' },
        { phrase: 'indispensable', example: '“The treaty is indispensable.”' },
        { phrase: 'absolutely essential', example: '“A common register is absolutely essential.”' },
        { phrase: 'insist on', example: 'The delegation insisted on a full withdrawal.' },
        { phrase: 'demand that', example: 'The strikers demanded that the contract be honoured.' },
        { phrase: 'demand the', example: 'The speaker demanded the release of the crew.' },
        { phrase: 'stand behind', example: '“We stand behind the pact with everything we have.”' },
        { phrase: 'committed to', example: '“This republic is committed to the alliance.”' },
        { phrase: 'vow to defend', example: 'The general vowed to defend the accord.' },
        { phrase: 'at all costs', example: '“The hospital must be kept open at all costs.”' },
      ],
    },
  ],
  modes: [
    {
      id: 'direct',
      name: 'Direct',
      definition: 'All of the marked words stand inside quotation marks.',
      examples: [
        {
          text: '“Nobody asked the islanders,” the bishop said.',
          label: 'Direct',
          why: 'The marked words end with the quotation.',
        },
        {
          text: '“Nobody,” the bishop said, “asked the islanders.”',
          label: 'Direct, each of the two',
          why: 'An attribution in the middle does not make it mixed: each marked part stands inside quotation marks.',
        },
      ],
    },
    {
      id: 'mixed',
      name: 'Mixed',
      definition: 'Some of the speaker’s words stand inside quotation marks, the rest is reported.',
      examples: [
        {
          text: 'The governor said the strike was “an own goal” that would cost the city dearly.',
          label: 'Mixed',
          why: 'Three words are quoted, the claim around them is reported.',
        },
        {
          text: 'The party will present its “Fair Rent” bill in June, its leader said.',
          label: 'Near miss: Indirect',
          why: 'The marks name a bill; none of the speaker’s words are quoted.',
        },
      ],
    },
    {
      id: 'indirect',
      name: 'Indirect',
      definition: 'Reported speech that keeps the content sentence by sentence, without quotation marks.',
      examples: [
        {
          text: 'The spokeswoman said that the inspectors had left on Sunday and would return in March.',
          label: 'Indirect',
          why: 'One could turn it back into what she said.',
        },
        {
          text: 'Rail fares, the operator promised, will not rise this year.',
          label: 'Indirect',
          why: 'The attribution stands in the middle; the sentence is still the speaker’s.',
        },
      ],
    },
    {
      id: 'paraphrase',
      name: 'Paraphrase',
      definition:
        'The reporter sums up or names what was said in their own words; the single claims cannot be recovered.',
      examples: [
        {
          text: 'In an hour-long address the premier defended his record on housing.',
          label: 'Paraphrase',
          why: 'We learn the act and the topic, not a sentence of what was said.',
        },
        {
          text: 'The premier said that more flats had been built than under any predecessor.',
          label: 'Near miss: Indirect',
          why: 'A claim that could be checked can be recovered from it.',
        },
      ],
    },
  ],
};
